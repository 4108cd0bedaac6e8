package dev.patchbay.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.vault.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a token endpoint granted.
 *
 * @param refreshToken absent where the provider gave none
 * @param expiresAt when the access token ends; absent: not before it is revoked
 * @param grantExpiresAt when the whole grant ends, if the answer says so
 * @param scopes what was granted; empty where the provider does not say, which means what was asked (RFC 6749, section 5.1)
 * @param answer what else the answer says: all of it but its tokens
 */
public record TokenSet(
        Secret accessToken,
        Optional<Secret> refreshToken,
        Optional<Instant> expiresAt,
        Optional<Instant> grantExpiresAt,
        Set<String> scopes,
        JsonNode answer) {}
