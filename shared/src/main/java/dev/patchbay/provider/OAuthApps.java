package dev.patchbay.provider;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;

/** Client ids and secrets of the OAuth apps that the operator registered. Implementations are thread-safe. */
public interface OAuthApps {
    /** @throws OAuthAppMissingException if the app's secret is absent or not {@code {"clientId", "clientSecret"}} */
    OAuthApp get(String app);

    /** The registered client. Both types print nothing of their value's. */
    record OAuthApp(ClientID clientId, Secret clientSecret) {
        @Override
        public String toString() {
            return "OAuthApp[" + clientId + "]";
        }
    }
}
