package dev.patchbay.local;

import dev.patchbay.local.lambda.InvocationResult;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What commands ask of a stack that runs in another process, on the AWS endpoint's port: Lambda's own Invoke, and below {@code
 * /_patchbay} what AWS has no API for.
 */
final class ControlApi {
    private final AtomicReference<Optional<LocalCloud>> cloud = new AtomicReference<>(Optional.empty());

    void serve(LocalCloud running) {
        cloud.set(Optional.of(running));
    }

    void addTo(JavalinConfig config) {
        config.routes.post("/2015-03-31/functions/{function}/invocations", this::invoke);
        config.routes.post(
                "/_patchbay/schedules/{schedule}",
                context -> write(context, running(context).fire(context.pathParam("schedule"))));
        config.routes.get("/_patchbay/token", this::token);
        config.routes.exception(
                IllegalArgumentException.class,
                (e, context) -> context.status(404).result(String.valueOf(e.getMessage())));
    }

    private void invoke(Context context) {
        write(context, running(context).invoke(context.pathParam("function"), context.body()));
    }

    /** Source: AWS Lambda API reference, "Invoke". */
    private static void write(Context context, InvocationResult result) {
        context.contentType("application/json");
        switch (result) {
            case InvocationResult.Success success -> context.result(success.payload());
            case InvocationResult.Failure failure ->
                context.header("X-Amz-Function-Error", "Unhandled").result(failure.payload());
        }
    }

    private void token(Context context) {
        context.result(running(context)
                .token(
                        parameter(context, "workspace", "acme"),
                        parameter(context, "member", "owner@example.com"),
                        parameter(context, "role", "owner")));
    }

    private static String parameter(Context context, String name, String otherwise) {
        return Optional.ofNullable(context.queryParam(name)).orElse(otherwise);
    }

    private LocalCloud running(Context context) {
        return cloud.get()
                .orElseThrow(
                        () -> new IllegalArgumentException("The local stack is still starting: " + context.path()));
    }
}
