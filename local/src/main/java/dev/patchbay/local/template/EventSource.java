package dev.patchbay.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What makes a function run. */
public sealed interface EventSource {
    /** The event's own logical id inside the function. */
    String name();

    /**
     * A route of the HTTP API.
     *
     * @param method in capitals, or {@code ANY}
     * @param path with {@code {name}} and {@code {name+}} parameters
     * @param authorizer the API's authorizer that must accept the request; empty for a public route
     */
    record Route(String name, String method, String path, Optional<String> authorizer) implements EventSource {}

    /**
     * Messages of a queue, in batches.
     *
     * @param maximumConcurrency how many batches may be under way at once; absent: as many as there are environments
     */
    record Queue(
            String name,
            String queueArn,
            int batchSize,
            Duration window,
            boolean reportsItemFailures,
            Optional<Integer> maximumConcurrency)
            implements EventSource {

        /** How many batches may be under way at once where a function may have so many environments. */
        public int pollers(int environments) {
            return Math.min(environments, maximumConcurrency.orElse(environments));
        }
    }

    /**
     * Changes of a table.
     *
     * @param filters patterns of which one must match, or none for all
     * @param maximumRetries negative for as long as the stream keeps the records
     * @param maximumAge of a record; an older one is given up; absent: as long as the stream keeps it
     */
    record TableStream(
            String name,
            String streamArn,
            int batchSize,
            boolean fromTheStart,
            List<String> filters,
            boolean reportsItemFailures,
            boolean bisects,
            int maximumRetries,
            Optional<Duration> maximumAge,
            Optional<String> failureQueueArn)
            implements EventSource {

        /** The table, by the stream's ARN: {@code arn:aws:dynamodb:region:account:table/NAME/stream/label}. */
        public String tableName() {
            return streamArn.replaceFirst(".*:table/([^/]+)/stream/.*", "$1");
        }
    }

    /**
     * A clock.
     *
     * @param expression {@code rate(…)} or {@code cron(…)}
     * @param input the event; empty for EventBridge's own
     */
    record Schedule(String name, String scheduleName, String expression, Optional<String> input, boolean enabled)
            implements EventSource {}
}
