package dev.patchbay.connection;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Identity;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderError;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.provider.ProviderHttp;
import dev.patchbay.provider.ProviderRequest;
import dev.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Asks a provider whose account a credential opens; at the same time the proof that the credential works. Thread-safe. */
public final class AccountLookup {
    private final ProviderHttp http;

    public AccountLookup(ProviderHttp http) {
        this.http = http;
    }

    /**
     * Makes the identity call of the catalogue.
     *
     * @throws ProviderException with {@code Unauthorized} if the credential is not good, or as the call failed otherwise
     */
    public Account of(Provider provider, Secret secret) throws ProviderException {
        Identity identity = provider.identity();
        ProviderRequest request = ProviderRequest.of(identity.method().name(), identity.url());
        JsonNode answer =
                http.call(provider, authorized(provider, request, secret)).json();
        boolean valid = identity.valid().entrySet().stream()
                .allMatch(expected -> expected.getValue()
                        .contains(answer.at(expected.getKey()).asText()));
        if (!valid) {
            throw new ProviderException(
                    new ProviderError.Unauthorized(provider.title() + " integration error: Invalid API key"));
        }
        String id = identity.id().isPresent() ? text(provider, answer, identity.id()) : fingerprint(secret);
        return new Account(id, label(provider, answer, secret));
    }

    /** Puts a credential where the provider wants it. */
    public static ProviderRequest authorized(Provider provider, ProviderRequest request, Secret secret) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> request.withBearer(secret);
            case Auth.ApiKey key -> key.authorize(request, secret);
        };
    }

    private static String label(Provider provider, JsonNode answer, Secret secret) throws ProviderException {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> text(provider, answer, provider.identity().label());
            // A name may be missing: a key's owner recognises its end.
            case Auth.ApiKey key -> told(answer, provider.identity().label()).orElseGet(() -> shortened(secret));
        };
    }

    private static String text(Provider provider, JsonNode answer, Optional<JsonPointer> at) throws ProviderException {
        return told(answer, at)
                .orElseThrow(() -> new ProviderException(
                        new ProviderError.Transient(provider.title() + " did not say whose account this is", false)));
    }

    private static Optional<String> told(JsonNode answer, Optional<JsonPointer> at) {
        return at.map(answer::at)
                .filter(node -> !node.isNull())
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank());
    }

    /** Tells keys apart where the provider has no account id. One way: keys are long and random. */
    private static String fingerprint(Secret key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(key.reveal().getBytes(StandardCharsets.UTF_8));
            return "key-" + HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static String shortened(Secret key) {
        String text = key.reveal();
        return text.length() < 12 ? "API key" : "API key …" + text.substring(text.length() - 4);
    }
}
