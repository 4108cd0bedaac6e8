package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.oauth.GrantStrategy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a provider lets an account be connected. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Auth.OAuth2.class, name = "oauth2"),
    @JsonSubTypes.Type(value = Auth.ApiKey.class, name = "api-key")
})
public sealed interface Auth {

    /**
     * OAuth 2.0 authorization code grant (RFC 6749), with what this provider does in its own way. In the file all its fields but those of
     * the revocation are in one group.
     *
     * @param app the OAuth app whose client id and secret are used; several providers may share one
     * @param strategy the {@link GrantStrategy} to be used instead of the standard one
     */
    record OAuth2(
            String app,
            @JsonUnwrapped Endpoints endpoints,
            @JsonUnwrapped Consent consent,
            @JsonUnwrapped Tokens tokens,
            @JsonUnwrapped ConnectionRules connections,
            Revocation revocation,
            Optional<String> strategy)
            implements Auth {

        /**
         * The consent page's address for an OAuth app.
         *
         * @throws OAuthAppMissingException if the app names an authority that this provider does not take
         */
        public URI authorizationUrlOf(OAuthApps.OAuthApp registered) {
            return Authority.address(endpoints.authorizationUrl(), this, registered);
        }

        /**
         * The token endpoint for an OAuth app.
         *
         * @throws OAuthAppMissingException if the app names an authority that this provider does not take
         */
        public URI tokenUrlOf(OAuthApps.OAuthApp registered) {
            return Authority.address(endpoints.tokenUrl(), this, registered);
        }

        /** The authority that an OAuth app uses, in lower case; empty where the provider has none. */
        public Optional<String> authorityOf(OAuthApps.OAuthApp registered) {
            return endpoints
                    .authority()
                    .map(there ->
                            registered.authority().orElse(there.standard()).toLowerCase(Locale.ROOT));
        }

        /** For how long a refused grant must stay refused before it is believed to be dead; empty: a second refusal is enough. */
        public Optional<Duration> confirmRefusalFor() {
            return tokens.tokenAnswer().flatMap(TokenAnswer::errors).flatMap(TokenAnswer.Errors::confirmFor);
        }

        /** The {@code {names}} that a call needs values for, those of what authorizes it included. */
        public Set<String> names(CatalogCall call) {
            Stream<String> authorizing = call.sends() == CatalogCall.Sends.CREDENTIAL
                    ? connections.calls().map(Calls::names).orElse(Set.of()).stream()
                    : Stream.of();
            return Stream.concat(call.names().stream(), authorizing).collect(Collectors.toSet());
        }
    }

    /**
     * Where an account is connected, and how the client identifies itself there.
     *
     * @param authority where an OAuth app may have addresses of its own
     */
    record Endpoints(
            URI authorizationUrl,
            URI tokenUrl,
            ClientAuthentication clientAuthentication,
            Optional<Authority> authority) {}

    /**
     * The authorization request, and what its answer means.
     *
     * @param scopeParameter the query parameter that holds the scopes; absent: the one of RFC 6749
     * @param authorizationParameters further query parameters
     * @param denials errors of the redirect that mean that the person refused, beside {@code access_denied}
     */
    record Consent(
            Pkce pkce,
            ScopeSeparator scopeSeparator,
            Optional<String> scopeParameter,
            List<Scope> scopes,
            Map<String, String> authorizationParameters,
            Optional<Set<String>> denials) {

        /** Whether an error of the redirect means that the person refused, which is not a fault. */
        public boolean isDenial(String error) {
            return error.equals("access_denied")
                    || denials.filter(all -> all.contains(error)).isPresent();
        }

        public Set<String> requestedScopes() {
            return scopes.stream().map(Scope::scope).collect(Collectors.toSet());
        }

        public Set<String> requiredScopes() {
            return scopes.stream().filter(Scope::required).map(Scope::scope).collect(Collectors.toSet());
        }
    }

    /**
     * How tokens live, and how they are refreshed.
     *
     * @param accessTokenLifetime how long an access token lives when the response does not say; absent: until revoked
     * @param refreshParameters further parameters of the refresh request; values may hold {@code {names}} of parameters
     * @param tokenAnswer where the token endpoint answers in its own way
     * @param endings when the provider ends a grant of its own accord, beside what its answers say
     */
    record Tokens(
            Optional<Duration> accessTokenLifetime,
            RefreshTokens refreshTokens,
            Optional<Map<String, String>> refreshParameters,
            Optional<TokenAnswer> tokenAnswer,
            Optional<List<Ending>> endings) {}

    /**
     * What differs from connection to connection.
     *
     * @param parameters what a connection keeps beside its credential, by name
     * @param apiBase where each connection has an API host of its own
     * @param choice what a person picks one of after connecting
     * @param calls what authorizes calls of the API; absent: the access token as the bearer
     */
    record ConnectionRules(
            Optional<Map<String, ConnectionParameter>> parameters,
            Optional<ApiHost> apiBase,
            Optional<ConnectionChoice> choice,
            Optional<Calls> calls) {}

    /**
     * A rule by which the provider ends a grant without a revocation.
     *
     * @param since from when it counts
     * @param message the rule, in a sentence for the person who granted it
     */
    record Ending(Since since, Period after, String message) {

        /** When a grant ends by this rule, by the calendar of UTC. */
        public Instant of(Instant agreed, Instant refreshed) {
            Instant start = switch (since) {
                case CONSENT -> agreed;
                case REFRESH -> refreshed;
            };
            return start.atZone(ZoneOffset.UTC).plus(after).toInstant();
        }

        /** From when a rule counts. */
        public enum Since {
            /** Since the person agreed: nothing but consent puts the end off. */
            @JsonProperty("consent")
            CONSENT,
            /** Since the tokens were last renewed: it ends what is not used. */
            @JsonProperty("refresh")
            REFRESH
        }
    }

    /**
     * What authorizes calls of the API, where it is not the access token as the bearer.
     *
     * @param bearer what the bearer is
     * @param headers what every call carries besides; values may hold {@code {names}} of parameters
     */
    record Calls(Bearer bearer, Map<String, String> headers) {

        Set<String> names() {
            return headers.values().stream()
                    .flatMap(text -> Placeholders.names(text).stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** What a call's bearer is. */
        public enum Bearer {
            @JsonProperty("access-token")
            ACCESS_TOKEN,
            /** The OAuth app's secret, which opens every account that is connected to it. */
            @JsonProperty("client-secret")
            CLIENT_SECRET
        }
    }

    /**
     * A key that a person pastes in.
     *
     * @param in where it goes in every request
     * @param name the header or the query parameter that carries it, or the user name whose password it is
     * @param prefix what stands before the key in its header, such as {@code "Bearer "}
     * @param headers what every request carries besides, such as the version of the API
     */
    record ApiKey(In in, String name, String prefix, Map<String, String> headers) implements Auth {

        /** Where a key goes. */
        public enum In {
            @JsonProperty("header")
            HEADER,
            @JsonProperty("query")
            QUERY,
            /** HTTP Basic authentication (RFC 7617). */
            @JsonProperty("basic")
            BASIC
        }
    }

    /**
     * One permission.
     *
     * @param message what it allows, in a sentence for the person who grants it
     * @param required whether a connection without it is of no use
     */
    record Scope(String scope, String message, boolean required) {}

    /** How the client authenticates at the token endpoint (RFC 6749, section 2.3.1). */
    enum ClientAuthentication {
        @JsonProperty("body")
        BODY,
        @JsonProperty("basic")
        BASIC
    }

    /** Proof key for code exchange (RFC 7636). */
    enum Pkce {
        @JsonProperty("S256")
        S256,
        @JsonProperty("none")
        NONE
    }

    /** What separates scopes, in requests and in responses. */
    enum ScopeSeparator {
        @JsonProperty("space")
        SPACE(" "),
        @JsonProperty("comma")
        COMMA(",");

        private final String text;

        ScopeSeparator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What a refresh does to the refresh token. */
    enum RefreshTokens {
        /** There is none: the grant ends with the access token. */
        @JsonProperty("none")
        NONE,
        /** It stays the same. */
        @JsonProperty("stable")
        STABLE,
        /** A new one comes, and the old one stays valid for a while. */
        @JsonProperty("moving")
        MOVING,
        /** A new one comes, and the old one is dead at once. */
        @JsonProperty("single-use")
        SINGLE_USE
    }

    /**
     * How a grant is revoked.
     *
     * @param url where; absent when the provider has no way to revoke just this grant
     * @param method absent: POST
     * @param sends what authorizes the call, and how its fields travel
     * @param client where client id and secret go; absent: nowhere
     * @param fields as in {@link CatalogCall}; its values may hold {@code {accountId}} and {@code {clientId}} too
     * @param reach how much ends with it
     * @param impossible why it cannot be revoked, said to the person who disconnects
     */
    record Revocation(
            Optional<CatalogCall.Method> method,
            Optional<UrlTemplate> url,
            Optional<CatalogCall.Sends> sends,
            Optional<CatalogCall.Client> client,
            Optional<Map<String, String>> fields,
            Reach reach,
            Optional<String> impossible) {

        /** The call, where there is one. */
        public Optional<CatalogCall> call() {
            return url.map(where -> new CatalogCall(
                    method.orElse(CatalogCall.Method.POST),
                    where,
                    sends.orElse(CatalogCall.Sends.CREDENTIAL),
                    client,
                    fields.orElse(Map.of())));
        }

        /** Whether it would end other connections of the same account too. */
        public boolean reachesAccount() {
            return reach == Reach.ACCOUNT;
        }

        /** What a revocation ends. */
        public enum Reach {
            /** Only the grant whose token is sent. */
            @JsonProperty("grant")
            GRANT,
            /** Everything that the account ever granted to the OAuth app, other connections of the account included. */
            @JsonProperty("account")
            ACCOUNT
        }
    }
}
