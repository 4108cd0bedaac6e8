package dev.patchbay.local.bench;

import java.time.Duration;
import java.util.List;

/** How long one thing took, each time it was done. Immutable. */
public final class Timings {
    private final List<Duration> sorted;

    /** @param taken at least one, in any order */
    public Timings(List<Duration> taken) {
        if (taken.isEmpty()) {
            throw new IllegalArgumentException("Nothing was timed.");
        }
        this.sorted = taken.stream().sorted().toList();
    }

    /** The middle one; of an even number, the lower of the two. */
    public Duration median() {
        return percentile(50);
    }

    /**
     * By nearest rank: the shortest of the times that so many percent of all do not exceed, so always one that was measured.
     *
     * @param percent from 1 to 100
     */
    public Duration percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("A percentile is from 1 to 100, not " + percent + ".");
        }
        return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }
}
