package dev.patchbay.tests.integration;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Lets the next requests of a client fail on their way out, at any endpoint. Thread-safe. */
public final class RefusedRequests implements ExecutionInterceptor {
    private final Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();

    public <B extends AwsClientBuilder<B, ?>> B of(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    /** Makes the next requests fail as if they got no answer; the client does not retry them. */
    public void refuseNext(int requests) {
        for (int i = 0; i < requests; i++) {
            refuseNext(SdkClientException.create("The test refuses this request"));
        }
    }

    public void refuseNext(RuntimeException as) {
        refusals.add(as);
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        RuntimeException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
    }
}
