package dev.patchbay.local.simulator.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs ID tokens as OpenID Connect has them, with a key made at first use. Thread-safe. */
public final class IdTokens {

    private static final Duration LIFE = Duration.ofHours(1);

    private @Nullable RSAKey key;

    /** A token of an hour. */
    public String sign(String issuer, String audience, String subject, Instant now, Map<String, String> claims) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject(subject)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
        claims.forEach(set::claim);
        try {
            RSAKey signing = key();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(signing.getKeyID())
                            .build(),
                    set.build());
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("An ID token could not be signed.", impossible);
        }
    }

    /** The public key, as a JSON Web Key Set. */
    public String publicKeys() {
        return new JWKSet(key().toPublicJWK()).toString();
    }

    private synchronized RSAKey key() {
        RSAKey made = key;
        if (made == null) {
            try {
                made = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
            } catch (JOSEException impossible) {
                throw new IllegalStateException("Every JDK has RSA.", impossible);
            }
            key = made;
        }
        return made;
    }
}
