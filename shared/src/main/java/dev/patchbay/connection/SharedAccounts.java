package dev.patchbay.connection;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Decides whether a revocation that reaches a whole account would end other connections, in any workspace. Callers ask after releasing
 * their own hold. Thread-safe.
 */
public final class SharedAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(SharedAccounts.class);

    private final AccountHolders holders;
    private final Optional<HolderNames> names;

    public SharedAccounts(AccountHolders holders, HolderNames names) {
        this(holders, Optional.of(names));
    }

    private SharedAccounts(AccountHolders holders, Optional<HolderNames> names) {
        this.holders = holders;
        this.names = names;
    }

    /** For functions without a right to the key that names holders: they know what connections keep of their own names. */
    public static SharedAccounts withoutKey(AccountHolders holders) {
        return new SharedAccounts(holders, Optional.empty());
    }

    /**
     * Whether others hold the account of a connection that was removed. Where that cannot be known it is taken to be so: a grant that
     * stays is a lesser harm than a connection of others that ends. At most one request.
     */
    public boolean heldByOthers(Provider provider, Connection removed) {
        return reachesAccount(provider)
                && removed.holding()
                        .or(() -> named(provider, removed))
                        .map(holders::heldByOthers)
                        .orElse(true);
    }

    /** Whether another connection holds an account of which no connection was made. As above. */
    public boolean held(Provider provider, Account account) {
        return reachesAccount(provider)
                && names.flatMap(all -> all.account(provider, account))
                        .map(holders::held)
                        .orElse(true);
    }

    private static boolean reachesAccount(Provider provider) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> false;
            case Auth.OAuth2 oauth -> oauth.revocation().reachesAccount();
        };
    }

    /**
     * What a connection is to hold from now on; empty if it holds its account, there is nothing to hold, or the key is out of reach: then
     * it is for the next refresh.
     */
    public Optional<Holding> missing(Provider provider, Connection connection) {
        try {
            return connection.holding().isPresent() ? Optional.empty() : named(provider, connection);
        } catch (SdkException unavailable) {
            LOG.warn("That a connection holds its account could not be recorded", LoggedFault.of(unavailable));
            return Optional.empty();
        }
    }

    private Optional<Holding> named(Provider provider, Connection connection) {
        return names.flatMap(
                all -> all.connection(provider, connection.account(), connection.workspace(), connection.id()));
    }
}
