package dev.patchbay.functions.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderErrors;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Provider;
import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Google's client library for Gmail, set up so that nothing is ever sent twice: no retries and no redirects. Each call goes through
 * {@link ProviderHttp}, which limits the whole exchange and uses a connection of its own. Thread-safe.
 */
final class GmailApi {
    private static final Logger LOG = LoggerFactory.getLogger(GmailApi.class);

    private final ProviderHttp http;
    private final Clock clock;

    /** @param clock judges the dates in {@code Retry-After} */
    GmailApi(ProviderHttp http, Clock clock) {
        this.http = http;
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
        ProviderTransport transport = new ProviderTransport(http, provider);
        try {
            client(transport, provider, token)
                    .users()
                    .messages()
                    .send("me", message)
                    .setDisableGZipContent(true)
                    .buildHttpRequest()
                    .execute()
                    .disconnect();
            return transport.answer();
        } catch (ProviderTransport.Failed failed) {
            throw failed.failure();
        } catch (IOException e) {
            throw new IllegalStateException("The library could not write an email that is in memory", e);
        }
    }

    private static Gmail client(ProviderTransport transport, Provider provider, Secret token) {
        HttpRequestInitializer once = request -> {
            request.setNumberOfRetries(0)
                    .setFollowRedirects(false)
                    .setThrowExceptionOnExecuteError(false)
                    .setLoggingEnabled(false);
            request.getHeaders()
                    .setAuthorization("Bearer " + token.reveal())
                    // An answer is limited as it comes: it must not grow when it is unpacked.
                    .setAcceptEncoding(null);
        };
        return new Gmail.Builder(transport, GsonFactory.getDefaultInstance(), once)
                .setRootUrl(provider.api().baseUrl() + "/")
                .setApplicationName("Patchbay")
                .build();
    }

    private static String reason(JsonNode answer) {
        String reason = answer.at("/error/errors/0/reason").asText();
        return reason.matches("[A-Za-z]{1,60}") ? reason : "no reason";
    }
}
