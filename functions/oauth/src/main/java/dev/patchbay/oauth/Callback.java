package dev.patchbay.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountLookup;
import dev.patchbay.connection.Authorized;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.GrantForecast;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.OAuthState;
import dev.patchbay.connection.RefreshPlan;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderError;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.provider.TokenSet;
import dev.patchbay.tenant.EmailAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code GET /api/auth/oauth/{provider}/callback}: consumes the state, exchanges the code, learns whose account it is, and keeps the
 * credential. When agents wait for the account, {@code message} says so. Whatever goes wrong after the state was consumed ends on the web
 * app's page with {@code error} and {@code message}, and with nothing stored; what was granted is given back.
 */
final class Callback implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Callback.class);

    private final OAuthParts parts;
    private final ReturnedStates states;
    private final CodeExchange exchange;
    private final AccountLookup accounts;
    private final UnusedGrants unused;
    private final URI appUrl;

    /** @param appUrl origin of the web app to which people return */
    Callback(OAuthParts parts, URI appUrl) {
        this.parts = parts;
        this.states = new ReturnedStates(parts);
        this.exchange = new CodeExchange(parts);
        this.accounts = new AccountLookup(parts.http(), parts.apps());
        this.unused = new UnusedGrants(parts);
        this.appUrl = appUrl;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        OAuthState state = states.consumed(request);
        Telemetry.identify("workspace", state.workspace().value());
        Telemetry.identify("provider", state.provider().value());
        ReturnPage page = new ReturnPage(appUrl, state.returnTo());
        try {
            Connection connection = connected(request, state);
            Telemetry.identify("connection", connection.id().value());
            count(state, "connected");
            state.email().ifPresent(email -> met(state, email));
            return page.connected(connection, message(connection));
        } catch (ConnectFailure failure) {
            count(state, failure.code());
            LOG.info("Not connected: {}", failure.code());
            return page.failed(failure);
        }
    }

    /** What the person should know beyond that it worked: that it soon ends, and which agents wait. */
    private Optional<String> message(Connection connection) {
        Provider provider = parts.catalog().get(connection.provider());
        Optional<String> ends = connection
                .forecast()
                .filter(end -> end.isForWantOfARefreshToken(provider))
                .map(GrantForecast::inASentence);
        Optional<String> agents = parts.waitingAgents().message(provider, connection);
        return Optional.of(Stream.concat(ends.stream(), agents.stream()).collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty());
    }

    private Connection connected(ApiRequest request, OAuthState state) throws ConnectFailure {
        Instant begun = parts.clock().instant();
        Provider provider = parts.catalog().get(state.provider());
        TokenSet tokens = exchange.tokens(request, state, provider);
        Set<String> granted;
        LinkedAccount linked;
        try {
            granted = GrantedScopes.of(provider, tokens);
            linked = identified(provider, new Authorized(tokens, request.query(), state.redirectUri()));
        } catch (ConnectFailure refused) {
            unused.giveBack(state, tokens, Optional.empty(), begun);
            throw refused;
        } catch (RuntimeException fault) {
            unused.giveBack(state, tokens, Optional.empty(), begun);
            throw notConnected(fault);
        }
        Account account = linked.account();
        ConnectionId id = ConnectionId.of(state.workspace(), provider.name(), account);
        if (state.reconnecting().isPresent() && !state.reconnecting().get().equals(id)) {
            unused.giveBack(state, tokens, Optional.of(account), begun);
            throw otherAccount(state, state.reconnecting().get(), account);
        }
        warnOfNoRefreshToken(provider, tokens);
        try {
            return kept(state, provider, linked, granted, tokens);
        } catch (RuntimeException fault) {
            // Where it was stored all the same, the connection is found and its grant left alone.
            unused.giveBack(state, tokens, Optional.of(account), begun);
            throw notConnected(fault);
        }
    }

    /** The code is spent: a person who would see an error of ours could not even try again with it. */
    private static ConnectFailure notConnected(RuntimeException fault) {
        LOG.error("A connect failed after its code was exchanged", LoggedFault.of(fault));
        return new ConnectFailure(
                "connect_failed", "Something went wrong here, and nothing was connected. Try to connect again.");
    }

    private static void warnOfNoRefreshToken(Provider provider, TokenSet tokens) {
        Grant.withoutRefreshToken(provider, tokens).ifPresent(why -> {
            LOG.warn(
                    "{} gave no refresh token though one was asked for: the app's settings there do not allow it",
                    provider.name());
            Telemetry.count(
                    "GrantsWithoutRefreshToken",
                    1,
                    Map.of("Provider", provider.name().value()));
        });
    }

    private Connection kept(
            OAuthState state, Provider provider, LinkedAccount linked, Set<String> granted, TokenSet tokens) {
        ConnectionId id = ConnectionId.of(state.workspace(), provider.name(), linked.account());
        Credential credential = Credential.of(tokens, Optional.empty());
        Instant now = parts.clock().instant();
        return parts.vault()
                .keep(
                        Connection.credentialPlace(state.workspace(), id),
                        credential.toSecret(),
                        kept -> parts.connections()
                                .connect(new NewConnection(
                                        state.workspace(),
                                        provider.name(),
                                        linked,
                                        state.member(),
                                        granted,
                                        kept,
                                        tokens.expiresAt(),
                                        Optional.of(Grant.agreed(provider, tokens, now)),
                                        new RefreshPlan(parts.random()).first(credential, now, tokens.expiresAt()))));
    }

    private LinkedAccount identified(Provider provider, Authorized authorized) throws ConnectFailure {
        try {
            return accounts.of(provider, authorized);
        } catch (ProviderException failed) {
            LOG.warn(
                    "{} did not identify the account: {}",
                    provider.name(),
                    failed.error().message());
            throw new ConnectFailure("identity_failed", notIdentified(provider, failed.error()));
        }
    }

    private static String notIdentified(Provider provider, ProviderError error) {
        return switch (error) {
            case ProviderError.Misconfigured e -> e.message() + ".";
            case ProviderError.QuotaExhausted e -> e.message() + ".";
            case ProviderError.RateLimited e -> e.message() + ". Try to connect again in a minute.";
            case ProviderError.Transient e -> e.message() + ". Try to connect again in a minute.";
            case ProviderError.Unauthorized e -> untold(provider);
            case ProviderError.InvalidInput e -> untold(provider);
            case ProviderError.NotFound e -> untold(provider);
        };
    }

    private static String untold(Provider provider) {
        return provider.title() + " did not say whose account this is. Try to connect again.";
    }

    private ConnectFailure otherAccount(OAuthState state, ConnectionId expected, Account account) {
        String before = parts.connections()
                .find(state.workspace(), expected)
                .map(connection -> connection.account().label())
                .orElse("an account that was disconnected meanwhile");
        return new ConnectFailure(
                "account_mismatch",
                "This connection is for " + before + ", but you chose " + account.label() + ". Choose " + before
                        + " to reconnect, or connect " + account.label() + " as a new connection.");
    }

    /** The account is connected by now: that its person is not told of its end later is no reason to say that it is not. */
    private void met(OAuthState state, EmailAddress email) {
        try {
            parts.recipients().met(state.workspace(), state.member(), email);
        } catch (SdkException unavailable) {
            LOG.warn("The address of who connected was not kept", unavailable);
        }
    }

    private static void count(OAuthState state, String outcome) {
        Telemetry.count("Connects", 1, Map.of("Provider", state.provider().value(), "Outcome", outcome));
    }
}
