package dev.patchbay.connection;

import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider granted to a connection.
 *
 * @param credential sealed; absent once the connection was removed
 * @param tokensIssuedAt when the access token was granted
 * @param tokensExpireAt when the access token expires; absent: not before it is revoked
 * @param scopes what is permitted
 * @param lostScopes permissions that it had and that a refresh came without; empty: none
 * @param grant what is known of the grant's life; absent for an API key
 */
public record GrantedAccess(
        Optional<SealedSecret> credential,
        Instant tokensIssuedAt,
        Optional<Instant> tokensExpireAt,
        Set<String> scopes,
        Set<String> lostScopes,
        Optional<Grant> grant) {}
