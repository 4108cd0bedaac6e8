package dev.patchbay.tests.notification;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/**
 * Records the mails that SES accepted from a client, at any endpoint; on demand, refuses mails. Thread-safe.
 */
final class RecordedMails implements ExecutionInterceptor {
    private final List<SendEmailRequest> taken = new CopyOnWriteArrayList<>();
    private final Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> happenings = new ConcurrentLinkedQueue<>();

    <B extends AwsClientBuilder<B, ?>> B of(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    void refuseNext(RuntimeException as) {
        refusals.add(as);
    }

    /** Runs this as soon as the next mail is accepted. */
    void afterNext(Runnable happening) {
        happenings.add(happening);
    }

    /** The recipients of all mails. */
    List<String> recipients() {
        return taken.stream()
                .flatMap(mail -> mail.destination().toAddresses().stream())
                .toList();
    }

    List<String> texts() {
        return taken.stream()
                .map(mail -> mail.content().simple().body().text().data())
                .toList();
    }

    List<String> subjects() {
        return taken.stream()
                .map(mail -> mail.content().simple().subject().data())
                .toList();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        RuntimeException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof SendEmailRequest mail) {
            taken.add(mail);
            Runnable happening = happenings.poll();
            if (happening != null) {
                happening.run();
            }
        }
    }
}
