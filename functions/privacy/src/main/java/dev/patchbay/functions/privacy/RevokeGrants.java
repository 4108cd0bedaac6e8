package dev.patchbay.functions.privacy;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionRemoval.Departing;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.VaultException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Revokes grants at their providers. If a revocation reaches the whole account, one call ends all of its connections. Thread-safe. */
final class RevokeGrants {
    private final ProviderCatalog catalog;
    private final TokenVault vault;
    private final Revoker revoker;
    private final SharedAccounts shared;
    private final Clock clock;

    RevokeGrants(ProviderCatalog catalog, TokenVault vault, Revoker revoker, SharedAccounts shared, Clock clock) {
        this.catalog = catalog;
        this.vault = vault;
        this.revoker = revoker;
        this.shared = shared;
        this.clock = clock;
    }

    /** The result of revoking a connection's grant. */
    record Outcome(Departing item, Revoker.Result result) {}

    /** Returns the connections, grouped by the grant that they use. */
    Collection<List<Departing>> of(List<Departing> items) {
        return items.stream().collect(Collectors.groupingBy(this::name)).values();
    }

    private String name(Departing item) {
        Connection connection = item.connection();
        return catalog.find(connection.provider().value())
                .map(Provider::auth)
                .flatMap(auth -> switch (auth) {
                    case Auth.OAuth2 oauth ->
                        oauth.revocation().reachesAccount()
                                ? Optional.of(
                                        oauth.app() + " " + connection.account().id())
                                : Optional.<String>empty();
                    case Auth.ApiKey key -> Optional.<String>empty();
                })
                .orElse(connection.id().value());
    }

    /**
     * Revokes one grant.
     *
     * @param members the connections that use it
     * @param lastCall the time after which no provider is called
     * @return the result for each of them; those that are missing were not tried
     */
    List<Outcome> revoke(List<Departing> members, Instant lastCall) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Departing member : members) {
            if (clock.instant().isAfter(lastCall)) {
                return outcomes;
            }
            Revoker.Result result = revoked(member);
            if (result instanceof Revoker.Result.Revoked) {
                Revoker.Result too =
                        new Revoker.Result.Revoked("Access was revoked with another connection of the same account");
                return members.stream()
                        .map(each -> new Outcome(each, each.equals(member) ? result : too))
                        .toList();
            }
            outcomes.add(new Outcome(member, result));
        }
        return outcomes;
    }

    private Revoker.Result revoked(Departing item) {
        Connection connection = item.connection();
        Optional<Provider> provider = catalog.find(connection.provider().value());
        if (provider.isEmpty()) {
            return new Revoker.Result.NotRevoked("This installation does not know " + connection.provider()
                    + " any more. The credential was deleted here; remove the app at the provider");
        }
        try {
            Credential credential = Credential.of(vault.open(
                    Connection.credentialPlace(connection.workspace(), connection.id()),
                    item.aside().orElseThrow()));
            return revoker.revoke(
                    provider.get(), connection, credential, shared.heldByOthers(provider.get(), connection));
        } catch (VaultException lost) {
            return new Revoker.Result.NotRevoked(
                    "Its credential could no longer be opened, so it could not be revoked at "
                            + provider.get().title());
        }
    }
}
