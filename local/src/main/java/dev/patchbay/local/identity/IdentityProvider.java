package dev.patchbay.local.identity;

import dev.patchbay.local.aws.LocalPort;
import dev.patchbay.local.aws.PortTaken;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/**
 * An OpenID Connect issuer with discovery, JWKS and a login page that accepts any identity. Its keys are new at each start. Thread-safe.
 */
public final class IdentityProvider implements AutoCloseable {
    private static final String ISSUER_ID = "patchbay";

    private final MockOAuth2Server server;

    private IdentityProvider(MockOAuth2Server server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @throws PortTaken when the port is not free
     */
    public static IdentityProvider start(LocalPort port) {
        // true: shows the login page; by default the issuer skips it.
        MockOAuth2Server server = new MockOAuth2Server(new OAuth2Config(true));
        try {
            server.start(InetAddress.getLoopbackAddress(), port.number());
        } catch (Exception e) {
            // Kotlin declares nothing, so the compiler knows of no BindException here.
            if (e instanceof BindException taken) {
                throw new PortTaken(port, taken);
            }
            if (e instanceof IOException broken) {
                throw new IllegalStateException("The identity provider does not start: " + e.getMessage(), broken);
            }
            throw e;
        }
        return new IdentityProvider(server);
    }

    /** The {@code iss} of its tokens. */
    public URI issuer() {
        return server.issuerUrl(ISSUER_ID).uri();
    }

    /**
     * A signed token.
     *
     * @param subject the member, as {@code sub}
     * @param claims further claims, such as workspace and role
     */
    public String token(String subject, String audience, Map<String, String> claims, Duration lifetime) {
        return server.issueToken(
                        ISSUER_ID,
                        audience,
                        new DefaultOAuth2TokenCallback(
                                ISSUER_ID, subject, "JWT", List.of(audience), Map.copyOf(claims), lifetime.toSeconds()))
                .serialize();
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
