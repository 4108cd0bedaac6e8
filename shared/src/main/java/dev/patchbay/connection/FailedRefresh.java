package dev.patchbay.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * A refresh that failed.
 *
 * @param reason its code
 * @param answered whether the provider answered each request
 * @param refused whether the provider refused the grant, which is not confirmed yet
 * @param retryAt when the schedule tries again
 * @param notBefore until when no request may be sent, if the provider set a time
 */
public record FailedRefresh(
        String reason, boolean answered, boolean refused, Instant retryAt, Optional<Instant> notBefore) {}
