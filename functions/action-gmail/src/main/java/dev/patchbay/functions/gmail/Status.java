package dev.patchbay.functions.gmail;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An answer of which Google's library is given the status only. */
final class Status extends LowLevelHttpResponse {
    private final int code;

    Status(int code) {
        this.code = code;
    }

    @Override
    public int getStatusCode() {
        return code;
    }

    @Override
    public String getStatusLine() {
        return "HTTP/1.1 " + code;
    }

    @Override
    public InputStream getContent() {
        return InputStream.nullInputStream();
    }

    @Override
    public long getContentLength() {
        return 0;
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getReasonPhrase() {
        return null;
    }

    @Override
    public int getHeaderCount() {
        return 0;
    }

    @Override
    public String getHeaderName(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String getHeaderValue(int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
