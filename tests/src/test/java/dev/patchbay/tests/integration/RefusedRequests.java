package dev.patchbay.tests.integration;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Lets the next requests of a client fail as if its retries were used up, at any endpoint. Thread-safe. */
final class RefusedRequests implements ExecutionInterceptor {
    private final AtomicInteger left = new AtomicInteger();

    <B extends AwsClientBuilder<B, ?>> B of(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    void refuseNext(int requests) {
        left.set(requests);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (left.getAndUpdate(requests -> Math.max(0, requests - 1)) > 0) {
            throw SdkClientException.create("The test refuses this request");
        }
    }
}
