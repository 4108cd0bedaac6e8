package dev.patchbay.aws;

import java.util.function.Consumer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Tells of every request that leaves for AWS, retries included, by its operation's name. Requests are the user's bill. */
final class RequestCounter implements ExecutionInterceptor {
    private final Consumer<String> onRequest;

    RequestCounter(Consumer<String> onRequest) {
        this.onRequest = onRequest;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String request = context.request().getClass().getSimpleName();
        onRequest.accept(request.endsWith("Request") ? request.substring(0, request.length() - 7) : request);
    }
}
