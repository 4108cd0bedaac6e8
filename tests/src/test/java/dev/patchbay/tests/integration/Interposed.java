package dev.patchbay.tests.integration;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Lets something happen just before one of a client's requests leaves: what others do at the worst moment. Thread-safe. */
public final class Interposed implements ExecutionInterceptor {
    private final AtomicInteger requests = new AtomicInteger();
    private final String operation;
    private final int before;
    private final Runnable happening;

    /** @param before the number of the request, the first being 1 */
    public Interposed(int before, Runnable happening) {
        this("", before, happening);
    }

    private Interposed(String operation, int before, Runnable happening) {
        this.operation = operation;
        this.before = before;
        this.happening = happening;
    }

    /** Before the first request of this operation, such as {@code UpdateItem}. */
    public static Interposed beforeFirst(String operation, Runnable happening) {
        return new Interposed(operation, 1, happening);
    }

    public <B extends AwsClientBuilder<B, ?>> B in(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String request = context.request().getClass().getSimpleName();
        if (request.startsWith(operation) && requests.incrementAndGet() == before) {
            happening.run();
        }
    }
}
