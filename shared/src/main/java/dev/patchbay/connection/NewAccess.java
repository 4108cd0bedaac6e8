package dev.patchbay.connection;

import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider has just granted, with the credential already sealed.
 *
 * @param tokensExpireAt when the access token expires; absent: not before it is revoked
 * @param grant what is known of the grant's life; absent for an API key
 * @param refreshAt when the schedule refreshes the tokens; absent: never
 */
public record NewAccess(
        Set<String> scopes,
        SealedSecret credential,
        Optional<Instant> tokensExpireAt,
        Optional<Grant> grant,
        Optional<Instant> refreshAt) {

    /** Returns the same with its credential sealed elsewhere. */
    NewAccess with(SealedSecret sealed) {
        return new NewAccess(scopes, sealed, tokensExpireAt, grant, refreshAt);
    }
}
