package dev.patchbay.functions.relay;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * An event on its way from the stream to the bus.
 *
 * @param sequenceNumber of the change that carried it
 * @param detailType its type
 * @param detail the complete event, as JSON
 */
record OutgoingEvent(String sequenceNumber, String detailType, String detail) {
    private static final String SOURCE = "patchbay";

    PutEventsRequestEntry entry(String bus) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(detailType)
                .detail(detail)
                .build();
    }

    /**
     * Its size as EventBridge counts it, in bytes. Source: EventBridge user guide, "Calculating PutEvents event entry size": source, detail
     * type and detail in UTF-8; the name of the bus does not count.
     */
    int bytes() {
        return bytes(SOURCE) + bytes(detailType) + bytes(detail);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
