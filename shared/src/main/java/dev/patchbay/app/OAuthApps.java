package dev.patchbay.app;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.catalog.Authority;
import java.util.Optional;

/** Client ids and secrets of the OAuth apps that the operator registered. Implementations are thread-safe. */
public interface OAuthApps {
    /** @throws OAuthAppMissingException if the app's secret is absent or not {@code {"clientId", "clientSecret"}}, with or without {@code "authority"} */
    OAuthApp get(String app);

    /**
     * The registered client. The types of id and secret print nothing of their value's.
     *
     * @param authority whose app it is, where that changes the provider's addresses ({@link Authority})
     */
    record OAuthApp(ClientID clientId, Secret clientSecret, Optional<String> authority) {
        /** One that uses the catalogue's addresses. */
        public OAuthApp(ClientID clientId, Secret clientSecret) {
            this(clientId, clientSecret, Optional.empty());
        }

        @Override
        public String toString() {
            return "OAuthApp[" + clientId + "]";
        }
    }
}
