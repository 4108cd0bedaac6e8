package dev.patchbay.call;

import dev.patchbay.aws.OnFirstUse;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.Provider;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;

/**
 * Makes the calls to providers: each exchange ends within 10 seconds, no redirect is followed, and the latency is measured. Vendors'
 * libraries send through it if their transport can be replaced.
 *
 * <p>The deadline covers the exchange from the connect to the last byte of the body: {@code HttpRequest.timeout} ends at the headers.
 * An exchange that is over its deadline or its {@link AnswerLimit} is cancelled and its connection closed.
 *
 * <p>A call that changes something uses a connection of its own. A function is frozen between invocations and a pooled
 * connection may be broken by then; the outcome of a POST on a broken connection would be unknown.
 *
 * <p>The first call makes the client: most requests call no provider, and making one takes 100 ms of a cold start. Thread-safe.
 */
public final class ProviderHttp {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    static {
        // The JDK's client refuses to send "Connection: close" without this.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    }

    private final OnFirstUse<HttpClient> client = new OnFirstUse<>(() -> HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build());
    private final Duration deadline;
    private final Clock clock;

    /** By the system's clock. */
    public ProviderHttp() {
        this(Clock.systemUTC());
    }

    /** @param clock judges the dates in {@code Retry-After} */
    public ProviderHttp(Clock clock) {
        this(DEADLINE, clock);
    }

    /** @param deadline of one exchange, body included */
    public ProviderHttp(Duration deadline, Clock clock) {
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * Sends and returns the answer, whatever its status.
     *
     * @throws ProviderException with {@link ProviderError.Transient} if no complete answer came; it may have acted unless the
     *     connection was refused
     */
    public ProviderResponse send(Provider provider, ProviderRequest request) throws ProviderException {
        return send(provider, request, AnswerLimit.API);
    }

    /**
     * Sends and returns the answer, whatever its status.
     *
     * @param limit of the answer's body
     * @throws ProviderException as {@link #send(Provider, ProviderRequest)}
     */
    public ProviderResponse send(Provider provider, ProviderRequest request, AnswerLimit limit)
            throws ProviderException {
        long start = System.nanoTime();
        try {
            return exchanged(message(request), limit);
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException refused) {
            throw failed(provider, " cannot be reached", false, refused);
        } catch (AnswerTooLong tooLong) {
            throw failed(
                    provider,
                    " answered with more than " + (limit.bytes() >> 20) + " MB",
                    !request.idempotent(),
                    tooLong);
        } catch (IOException broken) {
            throw failed(provider, " did not answer", !request.idempotent(), broken);
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

    private static HttpRequest message(ProviderRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .method(
                        request.method(),
                        request.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        request.headers().forEach(builder::setHeader);
        if (!request.idempotent()) {
            builder.setHeader("Connection", "close");
        }
        return builder.build();
    }

    private ProviderResponse exchanged(HttpRequest message, AnswerLimit limit)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange =
                client.get().sendAsync(message, LimitedBody.of(BodyHandlers.ofString(), limit));
        try {
            HttpResponse<String> response = exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new ProviderResponse(response.statusCode(), firstValues(response), response.body());
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("No complete answer within " + deadline);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } finally {
            // Closes the connection of an exchange that is not over.
            exchange.cancel(true);
        }
    }

    private static ProviderException failed(Provider provider, String how, boolean mayHaveActed, IOException cause) {
        return new ProviderException(new ProviderError.Transient(provider.title() + how, mayHaveActed), cause);
    }

    /**
     * Sends a request, and throws any failure that the catalogue or the status defines.
     *
     * @throws ProviderException if no answer came or the answer is a failure
     */
    public ProviderResponse call(Provider provider, ProviderRequest request) throws ProviderException {
        return call(provider, request, response -> false);
    }

    /**
     * The same for a call of which some failures count as a success.
     *
     * @param accepts matches these failures
     */
    public ProviderResponse call(Provider provider, ProviderRequest request, Predicate<ProviderResponse> accepts)
            throws ProviderException {
        ProviderResponse response = send(provider, request);
        Optional<ProviderError> failure =
                accepts.test(response) ? Optional.empty() : ProviderErrors.of(provider, response, clock.instant());
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
