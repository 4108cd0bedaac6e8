package dev.patchbay.local.simulator.oauth;

import java.time.Duration;
import java.util.Optional;

/** How a refresh token changes when it is used. An empty duration has no limit. */
public sealed interface RefreshPolicy {

    /** No refresh tokens at all. */
    record None() implements RefreshPolicy {}

    /**
     * It stays what it is.
     *
     * @param repeated whether the answer names it again
     * @param life counted from consent, which using it does not extend
     * @param idle after how long without use it expires
     */
    record Same(boolean repeated, Optional<Duration> life, Optional<Duration> idle) implements RefreshPolicy {}

    /** A new one each time, and the old one stays valid. */
    record Moving(Duration life) implements RefreshPolicy {}

    /**
     * A new one each time, and the old one ends at once.
     *
     * @param endsAccessToken whether the access token issued with it ends too
     */
    record SingleUse(Optional<Duration> life, boolean endsAccessToken) implements RefreshPolicy {}

    /**
     * The same one until it is this old, then a new one; the old one stays valid for the overlap.
     *
     * @param idle after how long without use it expires
     * @param life counted from consent, after which there is none any more
     */
    record Periodic(Duration renewedAfter, Duration overlap, Duration idle, Duration life) implements RefreshPolicy {}
}
