package dev.patchbay.refresh;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Credential;
import java.time.Duration;

/** The result of a request for a connection's credential. */
public sealed interface CredentialResult {
    /** The credential can be used now. */
    record Ready(Connection connection, Credential credential) implements CredentialResult {}

    /** The credential is not available now: the caller asks again later. No action is needed. */
    record Later(String reason, Duration after) implements CredentialResult {}

    /** The grant has ended; a person must reconnect. */
    record Ended(ConnectionStatus status) implements CredentialResult {}

    /** The OAuth app is not set up as the provider requires: the operator must fix it. */
    record AppBroken(String reason) implements CredentialResult {}
}
