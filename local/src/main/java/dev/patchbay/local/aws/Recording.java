package dev.patchbay.local.aws;

import dev.patchbay.local.aws.RequestLog.AwsRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What AWS requests carried while it was open: every message sent, every item written, every event put, whatever became of it since.
 * Thread-safe.
 */
public final class Recording implements AutoCloseable {
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final RequestLog log;

    Recording(RequestLog log) {
        this.log = log;
    }

    /**
     * One request.
     *
     * @param body byte for byte, as ISO 8859-1
     * @param capacityUnits the read or write capacity that DynamoDB reports as consumed; 0 for other services
     */
    public record RecordedRequest(AwsRequest request, String body, double capacityUnits) {}

    /** All so far, in order of completion. */
    public List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    void add(AwsRequest request, byte[] body, double capacityUnits) {
        requests.add(new RecordedRequest(request, new String(body, StandardCharsets.ISO_8859_1), capacityUnits));
    }

    @Override
    public void close() {
        log.end(this);
    }
}
