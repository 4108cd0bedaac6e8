package dev.patchbay.action.gmail;

import com.google.api.client.http.HttpContent;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of one request, which remembers whether the transport began to write it. It does once the connection stands: before
 * that, the provider cannot have acted. Not thread-safe.
 */
final class WatchedContent implements HttpContent {
    private final HttpContent content;
    private boolean begun;

    WatchedContent(HttpContent content) {
        this.content = content;
    }

    boolean begun() {
        return begun;
    }

    @Override
    public long getLength() throws IOException {
        return content.getLength();
    }

    @Override
    public String getType() {
        return content.getType();
    }

    @Override
    public boolean retrySupported() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        begun = true;
        content.writeTo(out);
    }
}
