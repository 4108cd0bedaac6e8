package dev.patchbay.call;

import dev.patchbay.app.OAuthApps;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Placeholders;
import dev.patchbay.catalog.Provider;
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
            case Auth.ApiKey key -> withKey(key, request, secret);
            case Auth.OAuth2 oauth ->
                oauth.connections()
                        .calls()
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

    /** The request with a key where the provider wants it. In a URL it is as secret as in a header: log neither. */
    static ProviderRequest withKey(Auth.ApiKey key, ProviderRequest request, Secret secret) {
        ProviderRequest authorized = switch (key.in()) {
            case HEADER -> request.withHeader(key.name(), key.prefix() + secret.reveal());
            case QUERY -> request.withParameter(key.name(), secret.reveal());
            case BASIC -> request.withBasic(key.name(), secret);
        };
        for (Map.Entry<String, String> header : key.headers().entrySet()) {
            authorized = authorized.withHeader(header.getKey(), header.getValue());
        }
        return authorized;
    }
}
