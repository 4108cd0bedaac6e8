package dev.patchbay.action;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;

/** Remembers for how many seconds messages were hidden. Every other call is refused by the interface's own default. */
final class RecordingQueue implements SqsClient {
    private final Map<String, Integer> hidden = new LinkedHashMap<>();

    /** Seconds by receipt handle. */
    Map<String, Integer> hidden() {
        return Map.copyOf(hidden);
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
        hidden.put(request.receiptHandle(), request.visibilityTimeout());
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
