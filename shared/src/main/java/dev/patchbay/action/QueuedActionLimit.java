package dev.patchbay.action;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * How many actions of one connection may be without an outcome, queued or running. They are counted by an index, which stays
 * correct after a crash.
 *
 * <p>A count is trusted, for a second to a minute, while the workspace's whole share of requests cannot reach the limit; a refusal for
 * five seconds. A queue far from its limit is counted once a minute. The limit can be exceeded by the actions that the workspace
 * submits in about two seconds: the shortest time that a count is trusted, and the delay of the index. If the actions cannot be
 * counted, one more is accepted. Thread-safe.
 */
public final class QueuedActionLimit {
    /** The wait that a refused caller is asked for. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(QueuedActionLimit.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration REFUSAL = Duration.ofSeconds(5);
    private static final int MOST_CONNECTIONS = 1_000;

    private final OpenActions open;
    private final int most;
    private final int requestsPerSecond;
    private final Clock clock;
    private final Map<ConnectionId, Counted> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConnectionId, Counted> longestUnused) {
            return size() > MOST_CONNECTIONS;
        }
    };

    /** @param requestsPerSecond the workspace's share of the API: no more actions than that can be submitted */
    public QueuedActionLimit(OpenActions open, int most, int requestsPerSecond, Clock clock) {
        this.open = open;
        this.most = most;
        this.requestsPerSecond = requestsPerSecond;
        this.clock = clock;
    }

    private record Counted(boolean reached, Instant until) {}

    /** Whether a connection's queue takes no more actions. At most one request, none while a count is trusted. */
    public boolean reached(WorkspaceId workspace, ConnectionId connection) {
        Instant now = clock.instant();
        return known(connection)
                .filter(counted -> now.isBefore(counted.until()))
                .orElseGet(() -> remembered(connection, count(workspace, connection, now)))
                .reached();
    }

    /** The limit in a sentence without a full stop. */
    public String message() {
        return "This connection has " + most + " actions that are not done yet, which is as many as may wait";
    }

    private Counted count(WorkspaceId workspace, ConnectionId connection, Instant now) {
        try {
            int counted = open.count(workspace, connection, most);
            return counted >= most
                    ? new Counted(true, now.plus(REFUSAL))
                    : new Counted(false, now.plus(trusted(most - counted)));
        } catch (SdkException unavailable) {
            LOG.warn("Queued actions are not limited: they cannot be counted", unavailable);
            return new Counted(false, now.plus(SHORTEST));
        }
    }

    private Duration trusted(int left) {
        long untilFull = 1_000L * left / requestsPerSecond;
        return Duration.ofMillis(Math.clamp(untilFull, SHORTEST.toMillis(), LONGEST.toMillis()));
    }

    private synchronized Optional<Counted> known(ConnectionId connection) {
        return Optional.ofNullable(counts.get(connection));
    }

    private synchronized Counted remembered(ConnectionId connection, Counted counted) {
        counts.put(connection, counted);
        return counted;
    }
}
