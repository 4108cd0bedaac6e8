package dev.patchbay.functions.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/auth/oauth/{provider}/callback}: consumes the state, exchanges the code, identifies the account, and stores the grant
 * until the member completes it. Every answer is a page for people. A failure after the state was consumed ends on the web app's page, with
 * no connection made and the grant revoked, or stored for the queue's worker to revoke.
 */
public final class Callback implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Callback.class);
    /** When the last request to the provider may begin: a callback has 29 seconds, and a provider ten to answer. */
    private static final Duration LATEST = Duration.ofSeconds(15);

    private final OAuthParts parts;
    private final ReturnedStates states;
    private final CodeExchange exchange;
    private final AccountIdentification accounts;
    private final Handover handover;
    private final RefusedConnects refused;
    private final URI appUrl;

    /** @param appUrl origin of the web app to which people return */
    public Callback(OAuthParts parts, Handover handover, URI appUrl) {
        this.parts = parts;
        this.states = new ReturnedStates(parts);
        this.accounts = new AccountIdentification(parts);
        this.handover = handover;
        this.refused = new RefusedConnects(parts, handover);
        this.exchange = new CodeExchange(parts, refused);
        this.appUrl = appUrl;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        try {
            return states.consumed(request)
                    .map(state -> returned(request, state))
                    .orElseGet(() -> {
                        LOG.info("A callback with an invalid state");
                        return new FailurePage(appUrl).invalidState();
                    });
        } catch (RuntimeException fault) {
            LOG.error("A callback failed", LoggedFault.of(fault));
            return new FailurePage(appUrl).fault(request.id());
        }
    }

    private ApiResponse returned(ApiRequest request, OAuthState state) {
        Telemetry.identify("workspace", state.workspace().value());
        Telemetry.identify("provider", state.provider().value());
        ReturnPage page = new ReturnPage(appUrl, state.returnTo(), state.provider());
        try {
            Secret handle = granted(request, state);
            count(state, "granted");
            return page.granted(handle);
        } catch (ConnectFailure failure) {
            count(state, failure.code());
            LOG.info("Not connected: {}", failure.code());
            return page.failed(failure);
        } catch (RuntimeException fault) {
            count(state, "connect_failed");
            // The answer is a redirect, so no other alarm notices.
            Telemetry.count("ConnectFaults", 1, Map.of());
            LOG.error("A callback failed", LoggedFault.of(fault));
            return page.failed(new ConnectFailure(
                    "connect_failed", "An error occurred on our side. Nothing was connected. Try to connect again."));
        }
    }

    private Secret granted(ApiRequest request, OAuthState state) throws ConnectFailure {
        Instant latest = parts.clock().instant().plus(LATEST);
        Provider provider = parts.providers().catalog().get(state.provider());
        TokenSet tokens = exchange.tokens(request, state, provider, latest);
        Optional<Account> account = Optional.empty();
        try {
            Set<String> scopes = GrantedScopes.of(provider, tokens);
            LinkedAccount linked = accounts.of(
                    provider,
                    new Authorized(tokens, request.query(), state.exchange().redirectUri()));
            account = Optional.of(linked.account());
            checkReconnect(state, linked.account());
            warnOfNoRefreshToken(provider, tokens);
            return handover.store(state, provider, tokens, scopes, linked);
        } catch (ConnectFailure | RuntimeException failure) {
            refused.revoke(state, provider, tokens, account, latest);
            throw failure;
        }
    }

    private void checkReconnect(OAuthState state, Account account) throws ConnectFailure {
        ConnectionId granted = ConnectionId.of(state.workspace(), state.provider(), account);
        Optional<ConnectionId> expected = state.reconnecting().filter(id -> !id.equals(granted));
        if (expected.isEmpty()) {
            return;
        }
        String before = parts.stores()
                .connections()
                .find(state.workspace(), expected.get())
                .map(connection -> connection.account().label())
                .orElse("an account that was disconnected meanwhile");
        throw new ConnectFailure(
                "account_mismatch",
                "This connection is for " + before + ", but you chose " + account.label() + ". Choose " + before
                        + " to reconnect, or connect " + account.label() + " as a new connection.");
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

    private static void count(OAuthState state, String outcome) {
        Telemetry.count("Connects", 1, Map.of("Provider", state.provider().value(), "Outcome", outcome));
    }
}
