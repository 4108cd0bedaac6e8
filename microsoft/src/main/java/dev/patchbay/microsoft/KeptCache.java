package dev.patchbay.microsoft;

import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.MsalClientException;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.vault.Secret;

/** What is kept of a grant: MSAL's token cache of one account, serialized. */
final class KeptCache {
    private KeptCache() {}

    /**
     * Gives a client the cache, and returns the account of the cache.
     *
     * @throws OAuthException of the kind {@code GRANT} if it cannot be read: only a new grant helps
     */
    static IAccount restore(Provider provider, Secret kept, ConfidentialClientApplication client)
            throws OAuthException {
        try {
            client.tokenCache().deserialize(kept.reveal());
        } catch (MsalClientException | IllegalStateException unreadable) {
            // Without the cause: MSAL quotes what it could not read.
            throw OAuthException.unreadable(provider);
        }
        return client.getAccounts().join().stream().findFirst().orElseThrow(() -> OAuthException.unreadable(provider));
    }
}
