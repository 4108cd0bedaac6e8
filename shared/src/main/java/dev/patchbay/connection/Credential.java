package dev.patchbay.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret of a connection, in clear. It exists only inside one call: what is stored is its sealed form, one secret text that
 * {@link #toSecret} writes and {@link #of} reads.
 */
public sealed interface Credential {
    /** Returns the secret for the call to the provider. */
    Secret secret();

    /** The provider as this credential is used with it: a key may take the place of OAuth. */
    default Provider usedWith(Provider provider) {
        return switch (this) {
            case OAuthTokens tokens -> provider;
            case ApiKey key -> provider.usedByKey();
        };
    }

    /** Whether the provider renews it without a person. */
    default boolean refreshable() {
        return switch (this) {
            case OAuthTokens tokens -> tokens.refreshToken().isPresent();
            case ApiKey key -> false;
        };
    }

    /** The tokens of an OAuth grant. */
    record OAuthTokens(Secret secret, Optional<Secret> refreshToken) implements Credential {}

    /** A key that a person pasted in. */
    record ApiKey(Secret secret) implements Credential {}

    /** Returns the credential of a grant; without a new refresh token, the old one is kept. */
    static OAuthTokens of(TokenSet tokens, Optional<Secret> keptRefreshToken) {
        return new OAuthTokens(tokens.accessToken(), tokens.refreshToken().or(() -> keptRefreshToken));
    }

    /** @throws IllegalStateException if the text was not written by {@link #toSecret} */
    static Credential of(Secret stored) {
        try {
            return switch (Stored.JSON.readValue(stored.reveal(), Stored.class)) {
                case Stored.Tokens tokens ->
                    new OAuthTokens(
                            Secret.of(tokens.access()),
                            Optional.ofNullable(tokens.refresh()).map(Secret::of));
                case Stored.Key key -> new ApiKey(Secret.of(key.key()));
            };
        } catch (JsonProcessingException e) {
            // Without the cause: Jackson quotes the text that it could not read.
            throw new IllegalStateException("A stored credential has a form that this version does not know");
        }
    }

    /** The credential as one secret text, to be sealed. */
    default Secret toSecret() {
        Stored stored = switch (this) {
            case OAuthTokens tokens ->
                new Stored.Tokens(
                        tokens.secret().reveal(),
                        tokens.refreshToken().map(Secret::reveal).orElse(null));
            case ApiKey key -> new Stored.Key(key.secret().reveal());
        };
        try {
            return Secret.of(Stored.JSON.writeValueAsString(stored));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Two texts can be written as JSON");
        }
    }

    /** The stored form. A new kind of credential adds a subtype; the names in the JSON never change. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Stored.Tokens.class, name = "oauth2"),
        @JsonSubTypes.Type(value = Stored.Key.class, name = "api-key")
    })
    @JsonInclude(JsonInclude.Include.NON_NULL)
    sealed interface Stored {
        JsonMapper JSON = JsonMapper.builder().build();

        record Tokens(String access, @Nullable String refresh) implements Stored {}

        record Key(String key) implements Stored {}
    }
}
