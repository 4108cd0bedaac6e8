package dev.patchbay.aws;

import java.time.Duration;

/** Waits in place, for at most a second or so: longer waits go back to a queue. Injected, so that tests of time never sleep. */
@FunctionalInterface
public interface Pause {
    /** Waits the given time, or less if the thread is interrupted, which it stays. */
    void of(Duration length);

    /** Waits in real time. */
    static Pause inRealTime() {
        return length -> {
            try {
                Thread.sleep(length);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
