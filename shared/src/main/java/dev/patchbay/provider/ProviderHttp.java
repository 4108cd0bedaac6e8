package dev.patchbay.provider;

import dev.patchbay.aws.Telemetry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one way out to providers for what no vendor library does: 10 seconds a call, no redirects, latency measured.
 *
 * <p>A call that changes something uses a connection of its own. A function is frozen between invocations and a pooled
 * connection may have died meanwhile; a POST that dies with it would leave its outcome unknown. Thread-safe.
 */
public final class ProviderHttp {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static {
        // The JDK's client refuses to send "Connection: close" without this.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Duration timeout;
    private final Clock clock;

    /** By the system's clock. */
    public ProviderHttp() {
        this(Clock.systemUTC());
    }

    /** @param clock judges the dates in {@code Retry-After} */
    public ProviderHttp(Clock clock) {
        this(TIMEOUT, clock);
    }

    ProviderHttp(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * Sends and returns whatever status came back.
     *
     * @throws ProviderException with {@link ProviderError.Transient} if no whole answer came; it may have acted unless the connection
     *     was refused
     */
    public ProviderResponse send(Provider provider, ProviderRequest request) throws ProviderException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .timeout(timeout)
                .method(
                        request.method(),
                        request.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        request.headers().forEach(builder::setHeader);
        if (!request.idempotent()) {
            builder.setHeader("Connection", "close");
        }
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(builder.build(), BodyHandlers.ofString());
            return new ProviderResponse(response.statusCode(), firstValues(response), response.body());
        } catch (ConnectException | HttpConnectTimeoutException refused) {
            throw new ProviderException(
                    new ProviderError.Transient(provider.title() + " cannot be reached", false), refused);
        } catch (IOException broken) {
            throw new ProviderException(
                    new ProviderError.Transient(provider.title() + " did not answer", !request.idempotent()), broken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(
                    new ProviderError.Transient("The call to " + provider.title() + " was interrupted", true), e);
        } finally {
            Telemetry.time(
                    "ProviderLatency",
                    Duration.ofNanos(System.nanoTime() - start),
                    Map.of("Provider", provider.name().value()));
        }
    }

    /**
     * Sends, and takes any failure that the catalogue or the status tells for what it is.
     *
     * @throws ProviderException if no answer came or the answer is a failure
     */
    public ProviderResponse call(Provider provider, ProviderRequest request) throws ProviderException {
        ProviderResponse response = send(provider, request);
        Optional<ProviderError> failure = ProviderErrors.of(provider, response, clock.instant());
        if (failure.isPresent()) {
            throw new ProviderException(failure.get());
        }
        return response;
    }

    private static Map<String, String> firstValues(HttpResponse<String> response) {
        Map<String, String> first = new HashMap<>();
        response.headers().map().forEach((name, values) -> first.put(name, values.getFirst()));
        return first;
    }
}
