package dev.patchbay.action.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderError;
import dev.patchbay.provider.ProviderErrors;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.provider.ProviderResponse;
import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Google's client library for Gmail, set up so that nothing is ever sent twice: no retries, no redirects, and a connection of its
 * own for each call, since a function is frozen between invocations and a pooled connection may have died meanwhile. Thread-safe.
 */
final class GmailApi {
    private static final Logger LOG = LoggerFactory.getLogger(GmailApi.class);

    /** Together less than the time without which the runner begins no action. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(9);

    static {
        // HttpURLConnection, which carries this library and the AWS SDK, sends a POST again by itself when the
        // connection ends
        // before the answer, unless the body is streamed or this is set before its first use.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final NetHttpTransport transport = new NetHttpTransport();
    private final Clock clock;

    /** @param clock judges the dates in {@code Retry-After} */
    GmailApi(Clock clock) {
        this.clock = clock;
    }

    /**
     * Sends an email.
     *
     * @param mime the whole email
     * @param threadId the conversation to put it in
     * @return Gmail's answer, with {@code id} and {@code threadId}
     * @throws ProviderException if it was not sent, or may not have been
     */
    JsonNode send(byte[] mime, Optional<String> threadId, Access access) throws ProviderException {
        Provider provider = access.provider();
        Message message = new Message().encodeRaw(mime);
        threadId.ifPresent(message::setThreadId);
        ProviderResponse response = send(provider, access.secret(), message);
        Optional<ProviderError> failure = ProviderErrors.of(provider, response, clock.instant());
        if (failure.isPresent()) {
            LOG.info("Gmail refused an email: status {}, {}", response.status(), reason(response.json()));
            throw new ProviderException(failure.get());
        }
        JsonNode answer = response.json();
        if (!answer.hasNonNull("id")) {
            throw new ProviderException(
                    new ProviderError.Transient("Gmail gave an answer that cannot be understood", true));
        }
        return answer;
    }

    private ProviderResponse send(Provider provider, Secret token, Message message) throws ProviderException {
        long began = System.nanoTime();
        WatchedContent content = null;
        try {
            HttpRequest request = client(provider, token)
                    .users()
                    .messages()
                    .send("me", message)
                    .setDisableGZipContent(true)
                    .buildHttpRequest();
            content = new WatchedContent(request.getContent());
            return response(request.setContent(content).execute());
        } catch (IOException e) {
            boolean sent = content != null && content.begun();
            throw new ProviderException(
                    new ProviderError.Transient(sent ? "Gmail did not answer" : "Gmail cannot be reached", sent), e);
        } finally {
            Telemetry.time(
                    "ProviderLatency",
                    Duration.ofNanos(System.nanoTime() - began),
                    Map.of("Provider", provider.name().value()));
        }
    }

    private Gmail client(Provider provider, Secret token) {
        HttpRequestInitializer once = request -> {
            request.setNumberOfRetries(0)
                    .setFollowRedirects(false)
                    .setThrowExceptionOnExecuteError(false)
                    .setLoggingEnabled(false)
                    .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                    .setReadTimeout((int) READ_TIMEOUT.toMillis());
            request.getHeaders().setAuthorization("Bearer " + token.reveal()).set("Connection", "close");
        };
        return new Gmail.Builder(transport, GsonFactory.getDefaultInstance(), once)
                .setRootUrl(provider.baseUrl() + "/")
                .setApplicationName("Patchbay")
                .build();
    }

    private static ProviderResponse response(HttpResponse response) throws IOException {
        try {
            HttpHeaders headers = response.getHeaders();
            Map<String, String> first = new HashMap<>();
            for (String name : headers.keySet()) {
                Optional.ofNullable(headers.getFirstHeaderStringValue(name))
                        .ifPresent(value -> first.put(name.toLowerCase(Locale.ROOT), value));
            }
            return new ProviderResponse(response.getStatusCode(), first, response.parseAsString());
        } finally {
            response.disconnect();
        }
    }

    private static String reason(JsonNode answer) {
        String reason = answer.at("/error/errors/0/reason").asText();
        return reason.matches("[A-Za-z]{1,60}") ? reason : "no reason";
    }
}
