package dev.patchbay.tests.integration;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Loses the answer to a client's first request of one operation, after AWS has acted: the SDK sees a 500 and repeats it. Thread-safe. */
final class LostAnswer implements ExecutionInterceptor {
    private final String operation;
    private final AtomicBoolean lost = new AtomicBoolean();

    LostAnswer(String operation) {
        this.operation = operation;
    }

    <B extends AwsClientBuilder<B, ?>> B in(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean loses = context.request().getClass().getSimpleName().startsWith(operation) && !lost.getAndSet(true);
        return loses ? context.httpResponse().toBuilder().statusCode(500).build() : context.httpResponse();
    }
}
