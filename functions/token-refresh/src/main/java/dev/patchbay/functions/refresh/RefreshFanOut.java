package dev.patchbay.functions.refresh;

import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.connection.DueConnections.Due;
import dev.patchbay.functions.refresh.RefreshMessage.Member;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.AppBreakers.State;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues every connection that is due. If a provider refuses an OAuth app, only one of the app's connections is queued, as a test. A run
 * begins at a random shard of the index. A run that runs out of time stops, and the next run continues from there. A connection that is
 * queued twice is refreshed once. Thread-safe.
 */
public final class RefreshFanOut {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshFanOut.class);
    /** For the last requests: what was read is sent, and the place is kept. */
    private static final int TO_FINISH_MILLISECONDS = 10_000;

    private final DueConnections due;
    private final ScheduleBookmark bookmark;
    private final AppBreakers breakers;
    private final ProviderCatalog catalog;
    private final Supplier<RefreshLanes> queue;
    private final RandomGenerator random;

    /** @param queue for one run each */
    public RefreshFanOut(
            DueConnections due,
            ScheduleBookmark bookmark,
            AppBreakers breakers,
            ProviderCatalog catalog,
            Supplier<RefreshLanes> queue,
            RandomGenerator random) {
        this.due = due;
        this.bookmark = bookmark;
        this.breakers = breakers;
        this.catalog = catalog;
        this.queue = queue;
        this.random = random;
    }

    /**
     * What a run did.
     *
     * @param queued how many connections
     * @param complete whether it came to the end
     */
    public record Run(int queued, boolean complete) {}

    /** @param millisecondsLeft how long this run may go on */
    public Run run(IntSupplier millisecondsLeft) {
        Optional<Due> stoppedAt = bookmark.find();
        Run run = queued(
                stoppedAt.map(due::after).orElseGet(() -> due.from(DueConnections.anyShard(random))), millisecondsLeft);
        if (run.complete() && stoppedAt.isPresent()) {
            bookmark.remove();
        }
        Telemetry.count("RefreshesDue", run.queued(), Map.of());
        LOG.info("{} connections are due{}", run.queued(), run.complete() ? "" : "; the next run goes on");
        return run;
    }

    private Run queued(Iterator<Due> each, IntSupplier millisecondsLeft) {
        Map<String, State> states = breakers.of(apps());
        Set<String> tried = new HashSet<>();
        RefreshLanes lanes = queue.get();
        int queued = 0;
        Place place = new Place();
        Ending send = lanes::flush;
        // Closed from the last to the first, each even if another fails; the first fault is the one that is thrown.
        try (place;
                send) {
            while (each.hasNext()) {
                if (place.last.isPresent() && millisecondsLeft.getAsInt() < TO_FINISH_MILLISECONDS) {
                    return new Run(queued, false);
                }
                Due one = each.next();
                place.last = Optional.of(one);
                queued += added(lanes, one, states, tried) ? 1 : 0;
            }
            place.finished = true;
            return new Run(queued, true);
        }
    }

    /** What is done at the end of a run, however it ends. */
    private interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    /** How far a run came. A run that a fault ends is repeated by Lambda, and need not queue the same again. */
    private final class Place implements Ending {
        private Optional<Due> last = Optional.empty();
        private boolean finished;

        @Override
        public void close() {
            if (!finished) {
                last.ifPresent(bookmark::put);
            }
        }
    }

    private boolean added(RefreshLanes lanes, Due one, Map<String, State> states, Set<String> tried) {
        Optional<Auth> auth = catalog.find(one.provider().value()).map(Provider::auth);
        if (auth.isEmpty()) {
            // Its file was removed: that must not keep the others from being refreshed.
            LOG.warn("A connection of {} is due, which is not in the catalogue", one.provider());
            return false;
        }
        Member member = new Member(one.workspace(), one.id());
        if (!(auth.get() instanceof Auth.OAuth2 oauth)) {
            // A key in doubt.
            lanes.add(one.provider().value(), member);
            return true;
        }
        return switch (states.getOrDefault(oauth.app(), State.CLOSED)) {
            case CLOSED -> {
                lanes.add(oauth.app(), member);
                yield true;
            }
            case TRIAL -> {
                boolean first = tried.add(oauth.app());
                if (first) {
                    lanes.addTrial(oauth.app(), member);
                }
                yield first;
            }
            case OPEN -> false;
        };
    }

    private Set<String> apps() {
        Set<String> apps = new HashSet<>();
        for (Provider provider : catalog.all()) {
            if (provider.auth() instanceof Auth.OAuth2 oauth) {
                apps.add(oauth.app());
            }
        }
        return apps;
    }
}
