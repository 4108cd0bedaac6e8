package dev.patchbay.tests.integration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** The requests that leave through a client, in the client itself so that it works with any endpoint. Thread-safe. */
public final class CountedRequests implements ExecutionInterceptor {
    private final List<String> operations = new CopyOnWriteArrayList<>();

    /** Counts what this client sends, besides what was set on it before. */
    public <B extends AwsClientBuilder<B, ?>> B of(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    /** Each with its operation's name, such as {@code Decrypt}. */
    public List<String> operations() {
        return List.copyOf(operations);
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String request = context.request().getClass().getSimpleName();
        operations.add(request.substring(0, request.length() - "Request".length()));
    }
}
