package dev.patchbay.app;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;

/** A registered OAuth app for every name. */
public final class SampleApps {
    private SampleApps() {}

    public static OAuthApps.OAuthApp get(String app) {
        return new OAuthApps.OAuthApp(new ClientID("client-" + app), new Secret("client-secret-1"));
    }
}
