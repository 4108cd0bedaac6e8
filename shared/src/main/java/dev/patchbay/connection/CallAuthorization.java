package dev.patchbay.connection;

import dev.patchbay.provider.Auth;
import dev.patchbay.provider.OAuthApps;
import dev.patchbay.provider.Placeholders;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderRequest;
import dev.patchbay.vault.Secret;
import java.util.Map;

/** Puts what opens an account into a call, where the provider wants it. Thread-safe. */
public final class CallAuthorization {
    private final OAuthApps apps;

    /** @param apps asked only where the app's own secret opens the accounts */
    public CallAuthorization(OAuthApps apps) {
        this.apps = apps;
    }

    /**
     * The call, authorized.
     *
     * @param secret that of the connection
     * @param parameters those of the connection
     */
    public ProviderRequest of(
            Provider provider, ProviderRequest request, Secret secret, Map<String, String> parameters) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> key.authorize(request, secret);
            case Auth.OAuth2 oauth ->
                oauth.calls()
                        .map(calls -> as(calls, oauth.app(), request, secret, parameters))
                        .orElseGet(() -> request.withBearer(secret));
        };
    }

    private ProviderRequest as(
            Auth.Calls calls, String app, ProviderRequest request, Secret secret, Map<String, String> parameters) {
        ProviderRequest authorized = request.withBearer(
                switch (calls.bearer()) {
                    case ACCESS_TOKEN -> secret;
                    case CLIENT_SECRET -> Secret.of(apps.get(app).clientSecret().getValue());
                });
        for (Map.Entry<String, String> header :
                Placeholders.filled(calls.headers(), parameters).entrySet()) {
            authorized = authorized.withHeader(header.getKey(), header.getValue());
        }
        return authorized;
    }
}
