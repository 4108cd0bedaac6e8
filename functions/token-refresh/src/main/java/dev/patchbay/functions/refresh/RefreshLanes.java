package dev.patchbay.functions.refresh;

import dev.patchbay.functions.refresh.RefreshMessage.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Puts the connections of one run into the queue, up to ten of one OAuth app in a message and ten messages in a request. The messages
 * of an app go by turns into its lanes, which are message groups: of each group one message is under way at a time, so an app takes no
 * more workers than it has lanes, however slow its provider is. Not thread-safe.
 */
public final class RefreshLanes {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshLanes.class);
    private static final int ENTRIES_PER_REQUEST = 10;

    private final Supplier<SqsClient> sqs;
    private final String queueUrl;
    private final int lanes;
    private final RandomGenerator random;
    private final Map<String, List<Member>> open = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final List<SendMessageBatchRequestEntry> batch = new ArrayList<>();

    public RefreshLanes(Supplier<SqsClient> sqs, String queueUrl, int lanes, RandomGenerator random) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.lanes = lanes;
        this.random = random;
    }

    public void add(String app, Member one) {
        List<Member> members = open.computeIfAbsent(app, missing -> new ArrayList<>());
        members.add(one);
        if (members.size() == RefreshMessage.MOST) {
            put(new RefreshMessage(app, false, members));
            open.remove(app);
        }
    }

    /** The one that tries an app which was refused. */
    public void addTrial(String app, Member one) {
        put(new RefreshMessage(app, true, List.of(one)));
    }

    /** Sends what has not been sent yet. */
    public void flush() {
        open.forEach((app, members) -> put(new RefreshMessage(app, false, members)));
        open.clear();
        send();
    }

    private void put(RefreshMessage message) {
        batch.add(SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(batch.size()))
                .messageBody(message.toJson())
                .messageGroupId(message.app() + "-" + lane(message.app()))
                // The SDK repeats a request whose answer was lost.
                .messageDeduplicationId(UUID.randomUUID().toString())
                .build());
        if (batch.size() == ENTRIES_PER_REQUEST) {
            send();
        }
    }

    /** By turns; the first by chance, or small runs would always take the same lane. */
    private int lane(String app) {
        int lane = turns.computeIfAbsent(app, missing -> random.nextInt(lanes));
        turns.put(app, (lane + 1) % lanes);
        return lane;
    }

    /** What a request that failed did not send stays, and more may have come since; a request takes ten. */
    private void send() {
        while (!batch.isEmpty()) {
            List<SendMessageBatchRequestEntry> next = batch.subList(0, Math.min(batch.size(), ENTRIES_PER_REQUEST));
            SendMessageBatchResponse response = sqs.get()
                    .sendMessageBatch(request -> request.queueUrl(queueUrl).entries(List.copyOf(next)));
            next.clear();
            if (response.hasFailed()) {
                // Their connections are still due at the next run.
                LOG.warn("{} messages could not be queued", response.failed().size());
            }
        }
    }
}
