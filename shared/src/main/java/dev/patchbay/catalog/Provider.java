package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the catalogue, as its YAML file says it and with base URLs already overridden where a setting asks for it. In the file the
 * fields of access, API and listing are at the top.
 *
 * @param title the product's name as people know it
 */
public record Provider(
        ProviderId name,
        String title,
        @JsonUnwrapped Access access,
        @JsonUnwrapped Api api,
        @JsonUnwrapped Listing listing) {

    /**
     * How an account is connected.
     *
     * @param identity the call that returns the account, and proves that a credential works
     * @param apiKey the key by which an account may be connected instead, where {@code auth} is OAuth
     */
    public record Access(Auth auth, Identity identity, Optional<AlternativeKey> apiKey) {}

    /**
     * How its API is called and answers.
     *
     * @param baseUrl where it is called
     * @param errors what its failures mean, first match first; if none matches, the status alone decides
     * @param quotas limits that the provider sets
     */
    public record Api(URI baseUrl, List<ErrorRule> errors, List<Quota> quotas) {}

    /**
     * What people read of it.
     *
     * @param category what it is for: {@code email}, {@code chat}, {@code crm}…
     * @param lastVerified the day on which its facts were last held against the provider's own documents
     * @param notes what a person should know before connecting, one sentence each
     * @param actions names of the actions that its worker performs
     */
    public record Listing(String category, LocalDate lastVerified, List<String> notes, List<String> actions) {}

    /** How an account is connected, unless by the key that takes the place of OAuth. */
    public Auth auth() {
        return access.auth();
    }

    /** The call that returns the account. */
    public Identity identity() {
        return access.identity();
    }

    /**
     * The OAuth side of this provider.
     *
     * @throws IllegalStateException if it is connected by API key
     */
    public Auth.OAuth2 oauth() {
        return switch (auth()) {
            case Auth.OAuth2 oauth -> oauth;
            case Auth.ApiKey key -> throw new IllegalStateException(name + " is connected by API key");
        };
    }

    /** Whether accounts grant access to this OAuth app. */
    public boolean usesApp(String app) {
        return switch (auth()) {
            case Auth.OAuth2 oauth -> oauth.app().equals(app);
            case Auth.ApiKey key -> false;
        };
    }

    /** Whether an account can be connected by key, as the only way or instead of OAuth. */
    public boolean takesKeys() {
        return switch (auth()) {
            case Auth.OAuth2 oauth -> access.apiKey().isPresent();
            case Auth.ApiKey key -> true;
        };
    }

    /**
     * This provider as a connection by key uses it: itself, unless the key only takes the place of OAuth.
     *
     * @throws IllegalStateException if it takes no keys
     */
    public Provider usedByKey() {
        return switch (auth()) {
            case Auth.OAuth2 oauth -> {
                AlternativeKey key = access.apiKey()
                        .orElseThrow(() -> new IllegalStateException(name + " is connected by OAuth only"));
                yield connectedBy(key.auth(), key.identity());
            }
            case Auth.ApiKey key -> this;
        };
    }

    Provider connectedBy(Auth.ApiKey key, Identity check) {
        return new Provider(name, title, new Access(key, check, access.apiKey()), api, listing);
    }
}
