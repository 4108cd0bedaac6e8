package dev.patchbay.connect;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.CatalogCall;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Revokes grants at the provider. Thread-safe. */
public final class Revoker {
    private static final Set<String> KNOWN_WITHOUT_CONNECTION = Set.of("clientId", "accessToken", "refreshToken");

    private final CatalogCalls calls;

    public Revoker(ProviderHttp http, OAuthApps apps) {
        this.calls = new CatalogCalls(http, apps);
    }

    /** The result, with a sentence for the person who disconnects. */
    public sealed interface Result {
        String message();

        /** The provider ended the grant. */
        record Revoked(String message) implements Result {}

        /**
         * The credential was deleted here, but the grant stands at the provider.
         *
         * @param retryable whether another attempt may succeed: the provider was unavailable or limited the rate
         */
        record NotRevoked(String message, boolean retryable) implements Result {
            /** One that another attempt would not change. */
            public NotRevoked(String message) {
                this(message, false);
            }
        }
    }

    /**
     * Revokes a grant.
     *
     * @param credential that of the connection, opened
     * @param shared whether another connection, of any workspace, uses the same account's grant, and would end with a
     *     revocation that reaches the whole account
     */
    public Result revoke(Provider provider, Connection connection, Credential credential, boolean shared) {
        return switch (credential) {
            case Credential.ApiKey key ->
                new Result.NotRevoked(
                        "The key was deleted here. Delete it in " + provider.title() + " too if nobody else uses it");
            case Credential.OAuthTokens tokens ->
                revoke(provider, provider.oauth().revocation(), connection, tokens, shared);
        };
    }

    /**
     * Revokes a grant of which no connection was made.
     *
     * @param account whose it is; the caller knows that no other connection uses its grant; empty if the account is unknown
     * @return empty if no revocation is tried: there is no way, or it may reach more than this grant
     */
    public Optional<Result> revokeUnused(Provider provider, Credential credential, Optional<Account> account) {
        Auth.Revocation how = provider.oauth().revocation();
        Map<String, String> known =
                account.map(whose -> Map.of("accountId", whose.id())).orElse(Map.of());
        return how.call()
                .filter(call -> !how.reachesAccount() || account.isPresent())
                // Values that only a connection has are absent here.
                .filter(call -> provider.oauth().names(call).stream()
                        .allMatch(name -> KNOWN_WITHOUT_CONNECTION.contains(name) || known.containsKey(name)))
                .map(call -> made(provider, call, credential, known));
    }

    private Result revoke(
            Provider provider, Auth.Revocation how, Connection connection, Credential credential, boolean shared) {
        Optional<CatalogCall> call = how.call();
        if (call.isEmpty()) {
            return new Result.NotRevoked(how.impossible().orElseThrow());
        }
        if (shared && how.reachesAccount()) {
            return new Result.NotRevoked("Another connection uses the same " + provider.title()
                    + " account, and revoking would end that too. Access is revoked with the last of them. To end all of them now,"
                    + " remove the app in your " + provider.title() + " account");
        }
        Map<String, String> values = new HashMap<>(connection.target().parameters());
        values.put("accountId", connection.account().id());
        return made(provider, call.get(), credential, values);
    }

    private Result made(Provider provider, CatalogCall call, Credential credential, Map<String, String> values) {
        try {
            calls.make(provider, call, credential, values);
            return new Result.Revoked("Access was revoked at " + provider.title());
        } catch (ProviderException refused) {
            return new Result.NotRevoked(
                    provider.title() + " did not confirm the revocation ("
                            + refused.error().message() + "). Remove the app in your " + provider.title() + " account",
                    isRetryable(refused.error()));
        } catch (OAuthAppMissingException missing) {
            return new Result.NotRevoked("This installation's OAuth app for " + provider.title()
                    + " is not set up any more. Remove the app in your " + provider.title() + " account");
        }
    }

    private static boolean isRetryable(ProviderError error) {
        return switch (error) {
            case ProviderError.Transient e -> true;
            case ProviderError.RateLimited e -> true;
            case ProviderError.QuotaExhausted e -> true;
            case ProviderError.Unauthorized e -> false;
            case ProviderError.InvalidInput e -> false;
            case ProviderError.NotFound e -> false;
            case ProviderError.Misconfigured e -> false;
        };
    }
}
