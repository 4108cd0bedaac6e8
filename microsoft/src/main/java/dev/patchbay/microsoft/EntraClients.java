package dev.patchbay.microsoft;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IHttpClient;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.catalog.Provider;
import java.net.MalformedURLException;
import java.util.concurrent.ExecutorService;

/**
 * MSAL's clients of Entra, one for each grant, with an empty token cache, so that MSAL's data of one account never meets another's.
 *
 * @param apps the source of id and secret, read anew for each grant
 */
record EntraClients(OAuthApps apps) {
    /** The authority, which MSAL accepts only with https. The HTTP client decides which host is called. */
    private static final String HOST = "https://login.microsoftonline.com/";

    /** The app as it is registered now. */
    OAuthApp app(Provider provider) {
        return apps.get(provider.oauth().app());
    }

    static ConfidentialClientApplication of(Provider provider, OAuthApp app, IHttpClient http, ExecutorService threads)
            throws MalformedURLException {
        return ConfidentialClientApplication.builder(
                        app.clientId().getValue(),
                        ClientCredentialFactory.createFromSecret(
                                app.clientSecret().getValue()))
                .authority(HOST + authority(provider, app))
                // The authority is the one above: there is nothing to discover.
                .instanceDiscovery(false)
                .httpClient(http)
                // A code is spent by the first attempt, and when to ask again is decided where the grant is kept.
                .disableInternalRetries()
                .executorService(threads)
                .logPii(false)
                .build();
    }

    private static String authority(Provider provider, OAuthApp app) {
        return provider.oauth()
                .authorityOf(app)
                .orElseThrow(() -> new IllegalStateException(
                        "The file of " + provider.name() + " must have auth.authority for this strategy"));
    }
}
