package dev.patchbay.connection;

import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What a refresh changes of a connection.
 *
 * @param tokensExpireAt when the new access token ends; absent: not before it is revoked
 * @param grant what is known of the grant's life since; absent where nothing was known of it before
 * @param scopes the permissions that it returned; absent: none
 * @param apiBase where the connection's API is from now on, if the refresh returned it
 * @param refreshAt when the schedule renews them next; absent: never
 */
public record RefreshedTokens(
        SealedSecret credential,
        Optional<Instant> tokensExpireAt,
        Optional<Grant> grant,
        Optional<ScopeChange> scopes,
        Optional<URI> apiBase,
        Optional<Instant> refreshAt) {}
