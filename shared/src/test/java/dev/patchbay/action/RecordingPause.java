package dev.patchbay.action;

import dev.patchbay.aws.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does not wait, and records the requested waits. */
final class RecordingPause implements Pause {
    private final List<Duration> waits = new ArrayList<>();

    @Override
    public void of(Duration length) {
        waits.add(length);
    }

    List<Duration> waits() {
        return List.copyOf(waits);
    }
}
