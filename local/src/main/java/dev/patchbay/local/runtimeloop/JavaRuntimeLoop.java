package dev.patchbay.local.runtimeloop;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.ErrorRequest;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/**
 * Asks the Runtime API for events and hands them to the function, one after the other, until the process ends. Handlers are found and
 * called by AWS's own loader, so that they see the same contexts and events as in Lambda; only the HTTP client is another. Source: AWS
 * Lambda developer guide, "Using the Lambda runtime API".
 */
public final class JavaRuntimeLoop {
    private final String api;

    private JavaRuntimeLoop(String api) {
        this.api = "http://" + api + "/2018-06-01/runtime/";
    }

    /**
     * Runs a function.
     *
     * @param arguments the handler, as {@code package.Class} or {@code package.Class::method}
     */
    public static void main(String[] arguments) throws IOException {
        new JavaRuntimeLoop(System.getenv("AWS_LAMBDA_RUNTIME_API")).run(arguments[0]);
    }

    private void run(String name) throws IOException {
        LambdaRequestHandler handler;
        try {
            lendClassLoader();
            handler = EventHandlerLoader.loadEventHandler(
                    HandlerInfo.fromString(name, Thread.currentThread().getContextClassLoader()));
        } catch (Throwable e) {
            // An initializer may throw anything, and Lambda reports everything.
            post("init/error", error(e), e);
            throw new IllegalStateException("The handler " + name + " does not start.", e);
        }
        while (true) {
            serve(handler, next());
        }
    }

    /**
     * The runtime client's main method, which does not run here, keeps the function's class loader where its serializers of SQS and
     * DynamoDB events look for it, and no other class can set it.
     */
    private static void lendClassLoader() throws ReflectiveOperationException {
        Field field = AWSLambda.class.getDeclaredField("customerClassLoader");
        field.setAccessible(true);
        field.set(null, new URLClassLoader(new URL[0], Thread.currentThread().getContextClassLoader()));
    }

    private void serve(LambdaRequestHandler handler, InvocationRequest request) throws IOException {
        String path = "invocation/" + request.getId() + "/";
        String trace = request.getXrayTraceId();
        if (trace != null) {
            System.setProperty("com.amazonaws.xray.traceHeader", trace);
        }
        byte[] answer;
        try {
            answer = handler.call(request).toByteArray();
        } catch (Throwable e) {
            // A handler may throw anything, and Lambda reports everything. Standard error is the function's log; AWS's
            // runtime interface client prints the stack there too.
            e.printStackTrace();
            post(path + "error", error(e), e);
            return;
        }
        send(open(path + "response"), answer);
    }

    private InvocationRequest next() throws IOException {
        HttpURLConnection connection = open("invocation/next");
        InvocationRequest request = new InvocationRequest();
        try (InputStream body = connection.getInputStream()) {
            request.setContent(body.readAllBytes());
        }
        request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
        request.setInvokedFunctionArn(connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
        request.setDeadlineTimeInMs(connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0));
        request.setXrayTraceId(connection.getHeaderField("Lambda-Runtime-Trace-Id"));
        return request;
    }

    private void post(String path, byte[] body, Throwable error) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setRequestProperty(
                "Lambda-Runtime-Function-Error-Type", error.getClass().getName());
        send(connection, body);
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(api + path).toURL().openConnection();
    }

    private static void send(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        try (InputStream answer =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (answer != null) {
                // Read to its end, so that the connection is used again.
                answer.readAllBytes();
            }
        }
    }

    private static byte[] error(Throwable thrown) {
        String[] stack = Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::toString)
                .toArray(String[]::new);
        return DtoSerializers.serialize(
                new ErrorRequest(thrown.getMessage(), thrown.getClass().getName(), stack));
    }
}
