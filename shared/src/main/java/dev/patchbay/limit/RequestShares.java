package dev.patchbay.limit;

import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Holds every workspace to its share of the API: so many requests per second, over all functions and their instances.
 *
 * <p>An instance answers the first five requests of a workspace in ten seconds without asking. From then on it takes permits of the
 * current second from a row that all instances share, by one {@code UpdateItem} that adds what it takes: at most one request to AWS for
 * one request to the API, and fewer if the workspace sends several a second to one instance. If the row cannot be written, the requests
 * of that second are answered: a failure of the limiter must not fail the API. Thread-safe.
 */
public final class RequestShares implements RequestLimit {
    private static final Logger LOG = LoggerFactory.getLogger(RequestShares.class);
    /** The API answers within milliseconds, so it does not wait long for a permit. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** How long a row is kept after its second. */
    public static final Duration KEPT = Duration.ofMinutes(1);

    private static final int MOST_WORKSPACES = 1_000;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final int perSecond;
    private final Duration patience;
    private final Clock clock;
    private final Map<WorkspaceId, RequestShare> shares = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkspaceId, RequestShare> longestUnused) {
            return size() > MOST_WORKSPACES;
        }
    };

    /** @param patience how long an answer of the table is waited for; later, requests are answered without it */
    public RequestShares(DynamoDbClient dynamoDb, String table, int perSecond, Duration patience, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.perSecond = perSecond;
        this.patience = patience;
        this.clock = clock;
    }

    /** As the environment of a function describes them. */
    public static RequestShares of(Environment variables, DynamoDbClient dynamoDb, Clock clock) {
        return new RequestShares(
                dynamoDb,
                variables.text("LIMITS_TABLE"),
                variables.count("WORKSPACE_REQUESTS_PER_SECOND"),
                PATIENCE,
                clock);
    }

    @Override
    public boolean admits(WorkspaceId workspace) {
        RequestShare share = share(workspace);
        synchronized (share) {
            share.arrived(clock.instant());
            if (share.quiet() || share.takesPermit()) {
                return true;
            }
            if (!share.usedUp()) {
                share.granted(granted(workspace, share.second(), share.wanted(perSecond)));
            }
            return share.takesPermit();
        }
    }

    private RequestShare share(WorkspaceId workspace) {
        synchronized (shares) {
            return shares.computeIfAbsent(workspace, unknown -> new RequestShare());
        }
    }

    private int granted(WorkspaceId workspace, long second, int wanted) {
        Update update = new Update(
                        table, new Item().text("workspace", workspace.value()).number("second", second))
                .increase("used", wanted)
                .set(new Item().expires(Instant.ofEpochSecond(second).plus(KEPT)));
        try {
            long used = Item.of(dynamoDb.updateItem(update.returningNew().toBuilder()
                                    .overrideConfiguration(call -> call.apiCallTimeout(patience))
                                    .build())
                            .attributes())
                    .number("used");
            return Math.clamp(perSecond - (used - wanted), 0, wanted);
        } catch (SdkException unavailable) {
            LOG.warn("Requests of this second are not limited: the table of limits cannot be written", unavailable);
            return Integer.MAX_VALUE;
        }
    }
}
