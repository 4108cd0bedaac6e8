package dev.patchbay.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Does what its event says: {@code throw}, {@code exit}, {@code hang}, {@code context}, {@code env}; returns any other event. */
public final class ScriptedHandler implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println("got " + event);
        output.write(answer(event, context).getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(String event, Context context) {
        return switch (event) {
            case "\"throw\"" -> throw new IllegalArgumentException("as scripted");
            case "\"exit\"" -> {
                Runtime.getRuntime().halt(7);
                yield "";
            }
            case "\"hang\"" -> {
                LockSupport.park();
                yield "";
            }
            case "\"context\"" ->
                "{\"name\":\"" + context.getFunctionName() + "\",\"left\":" + context.getRemainingTimeInMillis()
                        + ",\"memory\":" + context.getMemoryLimitInMB() + ",\"arn\":\""
                        + context.getInvokedFunctionArn() + "\"}";
            case "\"env\"" -> "\"" + System.getenv("GREETING") + " " + System.getenv("HOME") + "\"";
            case "\"pid\"" -> Long.toString(ProcessHandle.current().pid());
            default -> event;
        };
    }
}
