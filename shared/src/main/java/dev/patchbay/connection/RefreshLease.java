package dev.patchbay.connection;

import java.time.Instant;

/**
 * A lease that is held, under which one worker refreshes a connection's tokens.
 *
 * @param connection as it is under the lease
 * @param until by this process's clock
 * @param outcomeUnknown whether an earlier worker began a grant with this single-use refresh token and did not record the outcome
 */
public record RefreshLease(Connection connection, Instant until, boolean outcomeUnknown) {}
