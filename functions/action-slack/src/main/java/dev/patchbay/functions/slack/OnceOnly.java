package dev.patchbay.functions.slack;

import java.io.IOException;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A request body that cannot be written twice. OkHttp resends a POST by itself if the answer is 503 with {@code Retry-After: 0},
 * even with retries disabled; only a body like this stops it. Source: {@code RetryAndFollowUpInterceptor}.
 */
final class OnceOnly extends RequestBody {
    private final RequestBody body;

    private OnceOnly(RequestBody body) {
        this.body = body;
    }

    /** The request, not to be resent. */
    static Request of(Request request) {
        return Optional.ofNullable(request.body())
                .map(body -> request.newBuilder()
                        .method(request.method(), new OnceOnly(body))
                        .build())
                .orElse(request);
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
        return body.contentLength();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        body.writeTo(sink);
    }
}
