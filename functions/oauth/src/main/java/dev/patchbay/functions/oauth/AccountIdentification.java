package dev.patchbay.functions.oauth;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connection.LinkedAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Identifies the account that a person granted access to. Thread-safe. */
final class AccountIdentification {
    private static final Logger LOG = LoggerFactory.getLogger(AccountIdentification.class);

    private final AccountLookup accounts;

    AccountIdentification(OAuthParts parts) {
        this.accounts =
                new AccountLookup(parts.providers().http(), parts.providers().apps());
    }

    LinkedAccount of(Provider provider, Authorized authorized) throws ConnectFailure {
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
            case ProviderError.Unauthorized e -> unidentified(provider);
            case ProviderError.InvalidInput e -> unidentified(provider);
            case ProviderError.NotFound e -> unidentified(provider);
        };
    }

    private static String unidentified(Provider provider) {
        return provider.title() + " did not say whose account this is. Try to connect again.";
    }
}
