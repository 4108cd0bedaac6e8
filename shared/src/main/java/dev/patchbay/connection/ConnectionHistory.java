package dev.patchbay.connection;

import dev.patchbay.tenant.MemberId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who connected an account and when, and when it was used.
 *
 * @param connectedBy the member who agreed last
 * @param connectedAt when the account was first connected
 * @param lastUsedAt to the minute; absent: never
 */
public record ConnectionHistory(MemberId connectedBy, Instant connectedAt, Optional<Instant> lastUsedAt) {}
