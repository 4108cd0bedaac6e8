package dev.patchbay.local.aws;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every request that reached the AWS endpoint, in order of completion. Thread-safe. */
public final class RequestLog {
    private final List<AwsRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Recording> recordings = new CopyOnWriteArrayList<>();

    /**
     * One request.
     *
     * @param service {@code dynamodb}, {@code streams}, {@code sqs}, {@code kms}, {@code events}, {@code ses} or {@code secretsmanager}
     * @param operation as the API names it, such as {@code PutItem}
     * @param caller the access key id it was signed with; each function has its own
     */
    public record AwsRequest(Instant at, String service, String operation, String caller, int status) {
        /** {@code dynamodb:PutItem}. */
        public String action() {
            return service + ":" + operation;
        }
    }

    /** All requests so far. */
    public List<AwsRequest> all() {
        return List.copyOf(requests);
    }

    /** The requests of one caller. */
    public List<AwsRequest> by(String caller) {
        return requests.stream().filter(r -> r.caller().equals(caller)).toList();
    }

    /** Forgets all. */
    public void clear() {
        requests.clear();
    }

    /** Records the bodies of requests from now on, until it is closed. Without a recording they are not kept. */
    public Recording startRecording() {
        Recording recording = new Recording(this);
        recordings.add(recording);
        return recording;
    }

    void end(Recording recording) {
        recordings.remove(recording);
    }

    boolean isRecorded() {
        return !recordings.isEmpty();
    }

    void add(AwsRequest request, byte[] body, double capacityUnits) {
        recordings.forEach(recording -> recording.add(request, body, capacityUnits));
        requests.add(request);
    }
}
