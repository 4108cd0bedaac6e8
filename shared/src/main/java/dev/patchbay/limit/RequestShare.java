package dev.patchbay.limit;

import java.time.Instant;

/**
 * What one instance knows of the requests of one workspace: those of the current ten seconds, of which the first few are not counted, and
 * the permits that it has left of the current second. Sends no requests; {@link RequestShares} gets the permits. Not thread-safe.
 */
final class RequestShare {
    /** Requests in ten seconds that an instance answers without a permit. */
    static final int UNCOUNTED = 5;

    private static final int QUIET_SECONDS = 10;
    /** An instance takes at most a tenth of the share at once: permits that it does not use are lost to the other instances. */
    private static final int PARTS = 10;

    private long tenSeconds;
    private int seen;
    private long second;
    private int inSecond;
    private int inSecondBefore;
    private int permits;
    private boolean usedUp;

    /** Notes a request. */
    void arrived(Instant now) {
        long nowSecond = now.getEpochSecond();
        if (nowSecond != second) {
            inSecondBefore = nowSecond == second + 1 ? inSecond : 0;
            second = nowSecond;
            inSecond = 0;
            permits = 0;
            usedUp = false;
        }
        if (Math.floorDiv(nowSecond, QUIET_SECONDS) != tenSeconds) {
            tenSeconds = Math.floorDiv(nowSecond, QUIET_SECONDS);
            seen = 0;
        }
        inSecond++;
        seen++;
    }

    /** Whether the request that arrived needs no permit: the workspace sends little to this instance. */
    boolean quiet() {
        return seen <= UNCOUNTED;
    }

    /** Takes a permit, if one is left. */
    boolean takesPermit() {
        if (permits == 0) {
            return false;
        }
        permits--;
        return true;
    }

    /** Whether the share of this second is used up: then no permits are requested before the next. */
    boolean usedUp() {
        return usedUp;
    }

    /** How many permits to ask for: half of what the second before needed, and at least one. */
    int wanted(int perSecond) {
        return Math.max(1, Math.min(inSecondBefore / 2, perSecond / PARTS));
    }

    void granted(int count) {
        permits = count;
        usedUp = count == 0;
    }

    /** The second that the request arrived in, since the epoch. */
    long second() {
        return second;
    }
}
