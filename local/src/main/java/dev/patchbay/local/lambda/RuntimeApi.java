package dev.patchbay.local.lambda;

import dev.patchbay.local.aws.LocalPort;
import dev.patchbay.local.lambda.InvocationResult.Failure;
import dev.patchbay.local.lambda.InvocationResult.Success;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Lambda Runtime API for all environments, each below a path of its own. Source: AWS Lambda developer guide, "Using the Lambda
 * runtime API". Thread-safe.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String BASE = "/{environment}/2018-06-01/runtime/";

    private final Map<String, RuntimeSession> sessions = new ConcurrentHashMap<>();
    private final Javalin server;

    RuntimeApi() {
        server = LocalPort.any("the Lambda runtime API").serve(config -> {
            config.routes.get(BASE + "invocation/next", this::next);
            config.routes.post(BASE + "invocation/{id}/response", this::response);
            config.routes.post(BASE + "invocation/{id}/error", this::error);
            config.routes.post(BASE + "init/error", this::initError);
        });
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API} for an environment. */
    String address(String environment) {
        return LocalPort.HOST + ":" + server.port() + "/" + environment;
    }

    void open(String environment, RuntimeSession session) {
        sessions.put(environment, session);
    }

    void forget(String environment) {
        sessions.remove(environment);
    }

    private Optional<RuntimeSession> session(Context context) {
        Optional<RuntimeSession> session = Optional.ofNullable(sessions.get(context.pathParam("environment")));
        if (session.isEmpty()) {
            context.status(403).result("{\"errorType\":\"NoSuchEnvironment\"}");
        }
        return session;
    }

    private void next(Context context) throws InterruptedException {
        Optional<RuntimeSession> session = session(context);
        if (session.isEmpty()) {
            return;
        }
        RuntimeSession.Invocation invocation = session.get().next();
        context.header("Lambda-Runtime-Aws-Request-Id", invocation.id())
                .header(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(invocation.deadline().toEpochMilli()))
                .header("Lambda-Runtime-Invoked-Function-Arn", session.get().functionArn())
                .header("Lambda-Runtime-Trace-Id", invocation.trace())
                .contentType("application/json")
                .result(invocation.event());
    }

    private void response(Context context) {
        session(context).ifPresent(s -> s.finish(context.pathParam("id"), new Success(context.body())));
        accepted(context);
    }

    private void error(Context context) {
        session(context).ifPresent(s -> s.finish(context.pathParam("id"), failure(context)));
        accepted(context);
    }

    private void initError(Context context) {
        session(context).ifPresent(s -> s.initError().complete(failure(context)));
        accepted(context);
    }

    private static Failure failure(Context context) {
        String type = context.header("Lambda-Runtime-Function-Error-Type");
        return new Failure(type == null ? "Unhandled" : type, context.body());
    }

    private static void accepted(Context context) {
        if (context.statusCode() == 200) {
            context.status(202).contentType("application/json").result("{\"status\":\"OK\"}");
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
