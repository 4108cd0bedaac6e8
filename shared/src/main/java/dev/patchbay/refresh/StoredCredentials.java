package dev.patchbay.refresh;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.vault.TokenVault;
import java.time.Clock;
import java.time.Duration;

/** Opens the credentials that connections store, without a refresh. Thread-safe. */
final class StoredCredentials {
    private static final Duration ENOUGH_LEFT = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TokenVault vault;
    private final Clock clock;

    StoredCredentials(TokenVault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /** Returns the credential as it is. An ended connection keeps its own for the revocation only, and returns none. */
    CredentialResult open(Connection connection) {
        if (!connection.status().usable()) {
            return new CredentialResult.Ended(connection.status());
        }
        return connection
                .credential()
                .<CredentialResult>map(kept -> new CredentialResult.Ready(
                        connection,
                        Credential.of(
                                vault.open(Connection.credentialPlace(connection.workspace(), connection.id()), kept))))
                .orElseGet(() -> new CredentialResult.Ended(connection.status()));
    }

    /** Returns the credential if it is valid for a minute more; otherwise the caller asks again in two seconds. */
    CredentialResult openOrLater(Connection connection, String reason) {
        return openOrLater(connection, reason, RETRY_AFTER);
    }

    /** Returns the credential if it is valid for a minute more; otherwise the caller asks again after a while. */
    CredentialResult openOrLater(Connection connection, String reason, Duration after) {
        return isValidForAMinute(connection) ? open(connection) : new CredentialResult.Later(reason, after);
    }

    /** Whether the access token has an end that is more than a minute away. */
    boolean isValidForAMinute(Connection connection) {
        return connection
                .access()
                .tokensExpireAt()
                .filter(end -> clock.instant().plus(ENOUGH_LEFT).isBefore(end))
                .isPresent();
    }
}
