package dev.patchbay.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.patchbay.local.template.HttpApiResource.JwtAuthorizer;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the tokens of one authorizer: signature (RSA only, as the API does), issuer, audience or client id, times. Keys come from the
 * issuer's discovery document on first use and are cached. Thread-safe.
 */
final class JwtCheck {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final JwtAuthorizer authorizer;
    private final Clock clock;
    private Optional<JWKSource<SecurityContext>> keys = Optional.empty();

    /** The token does not let its bearer in; the message is for the header that says why. */
    static final class Refused extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    JwtCheck(JwtAuthorizer authorizer, Clock clock) {
        this.authorizer = authorizer;
        this.clock = clock;
    }

    /** The claims of a good token. */
    JWTClaimsSet check(String authorization) throws Refused {
        String token =
                authorization.regionMatches(true, 0, "Bearer ", 0, 7) ? authorization.substring(7) : authorization;
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512), keys()));
        // Times are checked below, by the clock of the stack.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        try {
            JWTClaimsSet claims = processor.process(token.strip(), null);
            checkClaims(claims);
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new Refused("signature or form: " + e.getMessage());
        }
    }

    private void checkClaims(JWTClaimsSet claims) throws Refused {
        Instant now = Instant.now(clock);
        if (!authorizer.issuer().equals(claims.getIssuer())) {
            throw new Refused("the issuer is not " + authorizer.issuer());
        }
        if (claims.getExpirationTime() == null
                || !claims.getExpirationTime().toInstant().isAfter(now)) {
            throw new Refused("the token has expired");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now)) {
            throw new Refused("the token is not valid yet");
        }
        List<String> audience = claims.getAudience().isEmpty()
                ? List.of(String.valueOf(claims.getClaim("client_id")))
                : claims.getAudience();
        if (audience.stream().noneMatch(authorizer.audience()::contains)) {
            throw new Refused("the token does not have a valid audience");
        }
    }

    /** Whether the claims hold one of the authorizer's scopes, when it asks for some. */
    boolean hasScope(JWTClaimsSet claims) {
        String granted = String.valueOf(claims.getClaim("scope"));
        return authorizer.scopes().isEmpty()
                || Arrays.stream(granted.split(" ", -1)).anyMatch(authorizer.scopes()::contains);
    }

    private synchronized JWKSource<SecurityContext> keys() {
        if (keys.isEmpty()) {
            DefaultResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS);
            try {
                URI discovery = URI.create(authorizer.issuer() + "/.well-known/openid-configuration");
                String document = retriever.retrieveResource(discovery.toURL()).getContent();
                String location =
                        new ObjectMapper().readTree(document).path("jwks_uri").asText();
                keys = Optional.of(JWKSourceBuilder.create(URI.create(location).toURL(), retriever)
                        .build());
            } catch (IOException e) {
                throw new UncheckedIOException("The issuer " + authorizer.issuer() + " does not answer.", e);
            }
        }
        return keys.get();
    }
}
