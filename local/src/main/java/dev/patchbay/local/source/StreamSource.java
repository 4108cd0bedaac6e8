package dev.patchbay.local.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.template.EventSource;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a table's changes to a function, in order. A batch that fails is retried, split in two if the source is configured so,
 * until its retries are used up or its records are too old; then it goes to the failure queue, if there is one, and the stream moves on.
 * Splitting uses up no retry. Source: AWS Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB".
 */
final class StreamSource {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSource.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;
    /** Writes through the endpoint wake the reader; this is for those that came another way. */
    private static final int IDLE_MILLIS = 1_000;

    private final String function;
    private final EventSource.TableStream source;
    private final Functions functions;
    private final StreamReader reader;
    private final RecordFilter filter;
    private final Map<String, String> positions;
    private final BiConsumer<String, String> onPosition;
    private final BiConsumer<String, String> toQueue;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);

    /**
     * A source.
     *
     * @param positions where an earlier process stopped, by shard
     * @param onPosition receives each shard's new position
     * @param toQueue sends a message to the queue with an ARN
     */
    StreamSource(
            String function,
            EventSource.TableStream source,
            Functions functions,
            StreamReader reader,
            Map<String, String> positions,
            BiConsumer<String, String> onPosition,
            BiConsumer<String, String> toQueue,
            Clock clock) {
        this.function = function;
        this.source = source;
        this.functions = functions;
        this.reader = reader;
        this.filter = new RecordFilter(source.filters());
        this.positions = new LinkedHashMap<>(positions);
        this.onPosition = onPosition;
        this.toQueue = toQueue;
        this.clock = clock;
    }

    /** Takes up the stream, then reads on the executor until it is shut down. */
    void start(ExecutorService executor) throws IOException, InterruptedException {
        reader.refresh(positions, begin());
        executor.execute(() -> {
            int pause = FIRST_PAUSE_MILLIS;
            while (!executor.isShutdown()) {
                try {
                    turn();
                    pause = FIRST_PAUSE_MILLIS;
                } catch (IOException | IllegalStateException e) {
                    if (executor.isShutdown() || !recover(e, pause)) {
                        return;
                    }
                    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        });
    }

    private StreamReader.Start begin() {
        return source.fromTheStart() ? StreamReader.Start.TRIM_HORIZON : StreamReader.Start.LATEST;
    }

    /** Waits, then resumes at the last processed record; false if it was stopped meanwhile. */
    private boolean recover(Exception problem, int pauseMillis) {
        try {
            LOG.debug("{} reads its stream again: {}", function, problem.getMessage());
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            reader.rewind(positions);
        } catch (IOException e) {
            LOG.warn("{} cannot read its stream: {}", function, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    /** Signals that there may be records to read. */
    void wake() {
        wake.release();
    }

    private void turn() throws IOException, InterruptedException {
        List<StreamReader.Batch> batches = reader.read(Math.min(source.batchSize(), 1000));
        for (StreamReader.Batch batch : batches) {
            String done = positions.get(batch.shard());
            List<ObjectNode> matching = batch.records().stream()
                    .filter(record -> done == null || isAfter(sequence(record), done))
                    .filter(filter::accepts)
                    .toList();
            if (!matching.isEmpty()) {
                run(batch.shard(), matching, clock.instant());
            }
            String last = sequence(batch.records().getLast());
            positions.put(batch.shard(), last);
            onPosition.accept(batch.shard(), last);
        }
        if (batches.isEmpty() && !wake.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
            reader.refresh(positions, StreamReader.Start.TRIM_HORIZON);
        }
        wake.drainPermits();
    }

    private void run(String shard, List<ObjectNode> batch, Instant read) throws InterruptedException {
        List<ObjectNode> left = batch;
        int pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 0; ; attempt++) {
            if (tooOld(read)) {
                giveUp(shard, left, "RecordAgeExceeded");
                return;
            }
            InvocationResult result = functions.invoke(function, event(left));
            Set<String> sent = left.stream().map(StreamSource::sequence).collect(Collectors.toSet());
            int before = left.size();
            left = switch (BatchFailures.of(result, source.reportsItemFailures(), sent)) {
                case BatchFailures.Some some -> fromFirst(left, some);
                case BatchFailures.Everything everything -> left;
            };
            if (left.isEmpty()) {
                return;
            }
            if (source.bisects() && left.size() == before && before > 1) {
                run(shard, left.subList(0, before / 2), read);
                run(shard, left.subList(before / 2, before), read);
                return;
            }
            if (source.maximumRetries() >= 0 && attempt >= source.maximumRetries()) {
                giveUp(shard, left, "RetryAttemptsExhausted");
                return;
            }
            // A stream waits for its function; there is no other work meanwhile.
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    /** A stream is ordered: the records after the first failure are retried too. */
    private static List<ObjectNode> fromFirst(List<ObjectNode> batch, BatchFailures.Some failures) {
        return batch.stream()
                .dropWhile(record -> !failures.ids().contains(sequence(record)))
                .toList();
    }

    /** Counts from when the batch was read: the table's clock is not the stack's, which tests move by days. */
    private boolean tooOld(Instant read) {
        return source.maximumAge()
                .filter(age -> read.plus(age).isBefore(clock.instant()))
                .isPresent();
    }

    private void giveUp(String shard, List<ObjectNode> batch, String condition) {
        LOG.warn("{} did not do {} records of {}", function, batch.size(), reader.arn());
        source.failureQueueArn().ifPresent(queue -> {
            ObjectNode message = JSON.createObjectNode().put("version", "1.0");
            message.putObject("requestContext")
                    .put("functionArn", function)
                    .put("condition", condition)
                    .put("approximateInvokeCount", Math.max(1, source.maximumRetries() + 1));
            message.putObject("DDBStreamBatchInfo")
                    .put("shardId", shard)
                    .put("startSequenceNumber", sequence(batch.getFirst()))
                    .put("endSequenceNumber", sequence(batch.getLast()))
                    .put("batchSize", batch.size())
                    .put("streamArn", reader.arn());
            toQueue.accept(queue, message.toString());
        });
    }

    private static String event(List<ObjectNode> records) {
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records").addAll(records);
        return event.toString();
    }

    /** Sequence numbers are decimal, of differing lengths. */
    private static boolean isAfter(String sequence, String other) {
        return new BigInteger(sequence).compareTo(new BigInteger(other)) > 0;
    }

    private static String sequence(ObjectNode record) {
        return record.path("dynamodb").path("SequenceNumber").asText();
    }
}
