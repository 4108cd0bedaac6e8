package dev.patchbay.functions.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.impl.MethodsClientImpl;
import com.slack.api.util.http.SlackHttpClient;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderErrors;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Provider;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one action, in at most {@link #WHOLE} together: the runner begins no action with less time than that.
 *
 * <p>Answers are taken raw and read by the rules of the catalogue. The library's typed answers would be parsed after Slack has
 * acted, and a block type that this version of it does not know would turn a posted message into a failure. Not thread-safe.
 */
final class SlackSession {
    private static final Logger LOG = LoggerFactory.getLogger(SlackSession.class);

    private static final Duration WHOLE = Duration.ofSeconds(11);
    /** Looking things up stops in time to leave this for the call that acts. */
    private static final Duration KEPT_FOR_ACTING = Duration.ofSeconds(5);
    /** Of these two Slack's documentation says that part of the operation may have succeeded. */
    private static final Set<String> PERHAPS_DONE = Set.of("fatal_error", "internal_error");

    private final OkHttpClient http;
    private final SlackConfig config;
    private final Provider provider;
    private final String token;
    private final Duration deadline;
    private final Clock clock;
    private final long start = System.nanoTime();

    SlackSession(OkHttpClient http, SlackConfig config, Access access, Duration deadline, Clock clock) {
        this.deadline = deadline;
        this.clock = clock;
        this.http = http;
        this.config = config;
        this.provider = access.provider();
        this.token = access.secret().reveal();
        // Pooled connections are from before the function was frozen, and may be closed.
        http.connectionPool().evictAll();
    }

    /**
     * Makes a call that changes nothing that matters, such as a list.
     *
     * @throws ProviderException if it failed; never with an error that says it may have acted
     */
    JsonNode look(String method, FormBody.Builder form) throws ProviderException {
        return call(method, form, remaining().minus(KEPT_FOR_ACTING), false);
    }

    /**
     * Makes the call that the action is for, on a connection of its own.
     *
     * @throws ProviderException if it failed, or may have
     */
    JsonNode act(String method, FormBody.Builder form) throws ProviderException {
        http.connectionPool().evictAll();
        return call(method, form, remaining(), true);
    }

    private JsonNode call(String method, FormBody.Builder form, Duration time, boolean acts) throws ProviderException {
        if (!time.isPositive()) {
            throw failure("Slack took too long to find where the message goes", false);
        }
        ProviderResponse response = send(method, form, time.compareTo(deadline) < 0 ? time : deadline, acts);
        JsonNode answer = response.json();
        Optional<ProviderError> error = ProviderErrors.of(provider, response, clock.instant());
        if (error.isPresent()) {
            LOG.info("Slack refused {}: status {}, {}", method, response.status(), code(answer));
            throw new ProviderException(acted(error.get(), acts, answer));
        }
        if (!answer.path("ok").asBoolean()) {
            throw failure("Slack gave an answer that cannot be understood", acts);
        }
        return answer;
    }

    private ProviderResponse send(String method, FormBody.Builder form, Duration time, boolean acts)
            throws ProviderException {
        AtomicBoolean sent = new AtomicBoolean();
        OkHttpClient once = http.newBuilder()
                // Ends the exchange with its body, not only until its headers.
                .callTimeout(time)
                .addNetworkInterceptor(chain -> {
                    // Interceptors of this kind run once the connection stands, just before the request is written.
                    sent.set(true);
                    return chain.proceed(chain.request());
                })
                .build();
        long began = System.nanoTime();
        try (Response response = methods(once).runPostFormWithToken(form, method, token)) {
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .forEach(header ->
                            headers.putIfAbsent(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
            return new ProviderResponse(response.code(), headers, limited(response, acts));
        } catch (IOException e) {
            throw new ProviderException(
                    new ProviderError.Transient(
                            sent.get() ? "Slack did not answer" : "Slack cannot be reached", sent.get() && acts),
                    e);
        } finally {
            Telemetry.time(
                    "ProviderLatency",
                    Duration.ofNanos(System.nanoTime() - began),
                    Map.of("Provider", provider.name().value()));
        }
    }

    /** The body, unpacked; one byte over the limit is asked for, to see that there is no more. */
    private static String limited(Response response, boolean acts) throws IOException, ProviderException {
        ResponseBody body = response.peekBody(AnswerLimit.API.bytes() + 1L);
        if (body.contentLength() > AnswerLimit.API.bytes()) {
            throw failure("Slack answered with more than 10 MB", acts);
        }
        return body.string();
    }

    private MethodsClient methods(OkHttpClient once) {
        SlackHttpClient client = new SlackHttpClient(once);
        client.setConfig(config);
        MethodsClientImpl methods = new MethodsClientImpl(client);
        methods.setEndpointUrlPrefix(provider.api().baseUrl() + "/api/");
        return methods;
    }

    /** Returns the error with whether Slack may have acted: only if the call acts, and its status or code does not rule it out. */
    private static ProviderError acted(ProviderError error, boolean acts, JsonNode answer) {
        return error instanceof ProviderError.Transient fault
                ? new ProviderError.Transient(
                        fault.message(), acts && (fault.mayHaveActed() || PERHAPS_DONE.contains(code(answer))))
                : error;
    }

    private static String code(JsonNode answer) {
        String code = answer.path("error").asText();
        return code.matches("[a-z_]{1,60}") ? code : "no code";
    }

    private static ProviderException failure(String message, boolean mayHaveActed) {
        return new ProviderException(new ProviderError.Transient(message, mayHaveActed));
    }

    private Duration remaining() {
        return WHOLE.minusNanos(System.nanoTime() - start);
    }
}
