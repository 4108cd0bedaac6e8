package dev.patchbay.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * A connection's status.
 *
 * @param reason the code of the reason; absent without an error
 */
public record StatusEntry(ConnectionStatus status, Optional<String> reason, Instant since) {}
