package dev.patchbay.functions.relay;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits events into requests of at most ten entries and less than 256 KB, in their order. Source: EventBridge API reference, PutEvents. An
 * event that is too large by itself is a request of its own, for the bus to refuse.
 */
final class EventBatches {
    private static final int ENTRIES = 10;
    private static final int BYTES = 256 * 1024;

    private EventBatches() {}

    static List<List<OutgoingEvent>> of(List<OutgoingEvent> events) {
        List<List<OutgoingEvent>> batches = new ArrayList<>();
        List<OutgoingEvent> batch = new ArrayList<>();
        int bytes = 0;
        for (OutgoingEvent event : events) {
            int size = event.bytes();
            if (!batch.isEmpty() && (batch.size() == ENTRIES || bytes + size >= BYTES)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(event);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
