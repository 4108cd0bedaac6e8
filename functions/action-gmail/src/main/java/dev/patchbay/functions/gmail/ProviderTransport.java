package dev.patchbay.functions.gmail;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The transport of Google's client library for one call: it sends through {@link ProviderHttp}, whose deadline covers the whole
 * exchange. The library's own transport limits only the connect and each single read. Used by one thread.
 */
final class ProviderTransport extends HttpTransport {
    private final ProviderHttp http;
    private final Provider provider;
    private @Nullable ProviderResponse answer;

    ProviderTransport(ProviderHttp http, Provider provider) {
        this.http = http;
        this.provider = provider;
    }

    /** What the provider answered: the library is given the status only. */
    ProviderResponse answer() {
        if (answer == null) {
            throw new IllegalStateException("The library returned an answer without sending a request");
        }
        return answer;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Call(ProviderRequest.of(method, URI.create(url)));
    }

    /** Carries a {@link ProviderException} through the library, which lets only an {@link IOException} pass. */
    static final class Failed extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ProviderException failure;

        Failed(ProviderException failure) {
            super(failure);
            this.failure = failure;
        }

        ProviderException failure() {
            return failure;
        }
    }

    private final class Call extends LowLevelHttpRequest {
        private ProviderRequest request;

        Call(ProviderRequest request) {
            this.request = request;
        }

        @Override
        public void addHeader(String name, String value) {
            request = request.withHeader(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            if (getStreamingContent() != null) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                getStreamingContent().writeTo(body);
                request = request.withBody(getContentType(), body.toString(StandardCharsets.UTF_8));
            }
            try {
                answer = http.send(provider, request);
            } catch (ProviderException failure) {
                throw new Failed(failure);
            }
            return new Status(answer.status());
        }
    }
}
