package dev.patchbay.functions.connections;

import dev.patchbay.agent.WaitingAgents;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.KeyedProvider;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionAnswer;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionLimit;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code POST /api/connections}: connects an account by API key, which is tested with a live call before it is stored. With
 * {@code connectionId} the key replaces the key of that connection.
 */
final class AddApiKey implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(AddApiKey.class);

    private final ProviderCatalog catalog;
    private final AccountLookup accounts;
    private final ConnectionStore connections;
    private final ConnectionLimit limit;
    private final TokenVault vault;
    private final Recipients recipients;
    private final WaitingAgents waitingAgents;
    private final Clock clock;

    AddApiKey(
            ProviderCatalog catalog,
            AccountLookup accounts,
            ConnectionStore connections,
            ConnectionLimit limit,
            TokenVault vault,
            Recipients recipients,
            WaitingAgents waitingAgents,
            Clock clock) {
        this.catalog = catalog;
        this.accounts = accounts;
        this.connections = connections;
        this.limit = limit;
        this.vault = vault;
        this.recipients = recipients;
        this.waitingAgents = waitingAgents;
        this.clock = clock;
    }

    /** @param connectionId the id of the connection that the key renews; absent: the one of the key's account, or a new one */
    private record Body(String provider, String apiKey, Optional<String> connectionId) {
        @Override
        public String toString() {
            return "Body[provider=" + provider + "]";
        }
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.manager();
        Body body = request.json(Body.class);
        Provider provider = provider(body.provider());
        Secret key = key(body.apiKey());
        Optional<Connection> renewed = body.connectionId().map(id -> renewed(member, provider, id));
        LinkedAccount linked = counted(provider, key, renewed);
        ConnectionId id = ConnectionId.of(member.workspace(), provider.name(), linked.account());
        if (limit.refuses(member.workspace(), id)) {
            count(provider, "connection_limit");
            throw problem(
                    409,
                    "connection_limit",
                    limit.message() + ". The key was not stored. Disconnect an account that is not used any more");
        }
        Credential credential = new Credential.ApiKey(key);
        Connection connection = vault.keep(
                Connection.credentialPlace(member.workspace(), id),
                credential.toSecret(),
                kept -> connections.connect(new NewConnection(
                        member.workspace(),
                        provider.name(),
                        linked,
                        member.id(),
                        new NewAccess( // A key has all permissions of its account.
                                scopes(provider), kept, Optional.empty(), Optional.empty(), Optional.empty()))));
        count(provider, "connected");
        member.email().ifPresent(email -> met(member, email));
        return ApiResponse.json(
                        201,
                        ConnectionAnswer.of(
                                provider, connection, clock.instant(), waitingAgents.message(provider, connection)))
                .withHeader("Location", "/api/connections/" + connection.id());
    }

    /** Stores the address for notifications. A failure is only logged, because the account is already connected. */
    private void met(Member member, EmailAddress email) {
        try {
            recipients.met(member.workspace(), member.id(), email);
        } catch (SdkException unavailable) {
            LOG.warn("The address of the member who connected was not stored", unavailable);
        }
    }

    private Provider provider(String name) {
        Provider provider = catalog.find(name)
                .orElseThrow(() -> Problem.unknownProvider(name).asException());
        if (!provider.takesKeys()) {
            throw Problem.of(
                            400,
                            "not_api_key",
                            "Not connected by API key",
                            provider.title() + " is connected by OAuth: GET /api/auth/oauth/" + name + "/authorize")
                    .asException();
        }
        return provider;
    }

    private Connection renewed(Member member, Provider provider, String id) {
        return Optional.of(ShowConnection.named(connections, member, id))
                .filter(connection -> connection.provider().equals(provider.name()))
                .orElseThrow(() -> Problem.notFound("connection").asException());
    }

    private static Set<String> scopes(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> oauth.consent().requestedScopes();
            case Auth.ApiKey key -> Set.of();
        };
    }

    private static Secret key(String text) {
        String key = text.strip();
        if (key.isEmpty() || key.length() > 512 || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Problem.badField("apiKey", "\"apiKey\" must be 1 to 512 printable characters without spaces")
                    .asException();
        }
        return Secret.of(key);
    }

    private LinkedAccount counted(Provider provider, Secret key, Optional<Connection> renewed) {
        try {
            KeyedProvider keyed = catalog.openedBy(provider, key).orElseThrow(() -> refused(provider));
            Account found = identified(keyed.provider(), key);
            Account account = renewed.map(connection -> accountOf(connection, keyed.provider(), found))
                    .orElse(found);
            return new LinkedAccount(account, keyed.parameters(), keyed.apiBase());
        } catch (ProblemException refused) {
            count(provider, refused.problem().code());
            throw refused;
        }
    }

    private static void count(Provider provider, String outcome) {
        Telemetry.count("Connects", 1, Map.of("Provider", provider.name().value(), "Outcome", outcome));
    }

    /** Returns the account of the connection that a key renews, as the provider identifies it by the key. */
    private static Account accountOf(Connection renewed, Provider provider, Account found) {
        Account before = renewed.account();
        if (provider.identity().id().isEmpty()) {
            // The provider does not identify the key's account, so the connection keeps its account.
            return new Account(before.id(), found.label());
        }
        if (!before.id().equals(found.id())) {
            throw problem(
                    409,
                    "account_mismatch",
                    "This connection is for " + before.label() + ", but the key is of " + found.label()
                            + ". Give a key of " + before.label() + " to renew it, or connect " + found.label()
                            + " as a new connection");
        }
        return found;
    }

    private Account identified(Provider provider, Secret key) {
        try {
            return accounts.of(provider, key).account();
        } catch (ProviderException failed) {
            throw switch (failed.error()) {
                case ProviderError.Unauthorized refused -> refused(provider);
                case ProviderError.InvalidInput refused -> refused(provider);
                case ProviderError.NotFound refused -> refused(provider);
                case ProviderError.Misconfigured e -> problem(400, "api_key_not_allowed", e.message());
                case ProviderError.QuotaExhausted e -> problem(409, "quota_exhausted", e.message());
                case ProviderError.RateLimited e -> unavailable(provider);
                case ProviderError.Transient e -> unavailable(provider);
            };
        }
    }

    private static RuntimeException refused(Provider provider) {
        return problem(400, "invalid_api_key", provider.title() + " integration error: Invalid API key");
    }

    private static RuntimeException unavailable(Provider provider) {
        return problem(
                503,
                "provider_unavailable",
                provider.title()
                        + " could not be asked whether the key is good. Nothing was stored; try again in a minute");
    }

    private static RuntimeException problem(int status, String code, String detail) {
        return Problem.of(status, code, "Not connected", detail).asException();
    }
}
