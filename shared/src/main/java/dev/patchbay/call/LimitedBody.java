package dev.patchbay.call;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body up to a limit, then cancels the exchange with {@link AnswerTooLong}. The JDK's own {@code BodyHandlers.limiting} fails
 * with an exception that looks like a broken connection.
 */
final class LimitedBody<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> body;
    private final AnswerLimit limit;
    private long received;
    private Flow.@Nullable Subscription subscription;

    private LimitedBody(BodySubscriber<T> body, AnswerLimit limit) {
        this.body = body;
        this.limit = limit;
    }

    static <T> BodyHandler<T> of(BodyHandler<T> handler, AnswerLimit limit) {
        return info -> new LimitedBody<>(handler.apply(info), limit);
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        body.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        boolean alreadyTooLong = received > limit.bytes();
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        if (received <= limit.bytes()) {
            body.onNext(buffers);
        } else if (!alreadyTooLong && subscription != null) {
            subscription.cancel();
            body.onError(new AnswerTooLong(limit));
        }
    }

    @Override
    public void onError(Throwable broken) {
        body.onError(broken);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }

    @Override
    public CompletionStage<T> getBody() {
        return body.getBody();
    }
}
