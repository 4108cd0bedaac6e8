package dev.patchbay.functions.actions;

import dev.patchbay.action.AbandonedActions;
import dev.patchbay.action.AbandonedActions.End;
import dev.patchbay.action.OpenActions;
import dev.patchbay.action.OpenActions.Overdue;
import dev.patchbay.aws.LoggedFault;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends every action that is long past its deadline: its worker never started, or its queue has forgotten its message. An action that was
 * ended is not in the index any more, so the next run does the rest and nothing twice. Thread-safe.
 */
public final class OverdueActions {
    private static final Logger LOG = LoggerFactory.getLogger(OverdueActions.class);
    private static final Duration TIME_FOR_ONE = Duration.ofSeconds(10);

    private final OpenActions open;
    private final AbandonedActions actions;
    private final Clock clock;

    public OverdueActions(OpenActions open, AbandonedActions actions, Clock clock) {
        this.open = open;
        this.actions = actions;
        this.clock = clock;
    }

    /**
     * Ends them, as far as time allows.
     *
     * @param millisecondsLeft how long this run may go on
     * @return how many were {@code ended}
     * @throws IllegalStateException if some could not be ended for a fault: the next run tries again
     */
    public Map<String, Integer> run(IntSupplier millisecondsLeft) {
        Map<End, Integer> ends = new EnumMap<>(End.class);
        int failed = 0;
        Iterator<Overdue> all = open.overdue(clock.instant()).iterator();
        while (millisecondsLeft.getAsInt() >= TIME_FOR_ONE.toMillis() && all.hasNext()) {
            Overdue one = all.next();
            try {
                ends.merge(actions.end(one.workspace(), one.id(), () -> {}), 1, Integer::sum);
            } catch (RuntimeException fault) {
                LOG.error("Action {} in {} could not be ended", one.id(), one.workspace(), LoggedFault.of(fault));
                failed++;
            }
        }
        int ended = ends.getOrDefault(End.RECORDED, 0);
        LOG.info("{} overdue actions ended, {} failed", ended, failed);
        if (failed > 0) {
            throw new IllegalStateException(
                    failed + " overdue actions could not be ended; the lines above say why. The next run tries again");
        }
        return Map.of("ended", ended);
    }
}
