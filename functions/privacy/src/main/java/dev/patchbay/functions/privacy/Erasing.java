package dev.patchbay.functions.privacy;

import dev.patchbay.erasure.Erasures;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.WorkspaceKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Erases a workspace, in rounds: the connections, whatever else there is, and when no connection is left the keys. It is whole when a round
 * finds nothing: what a request that was under way wrote behind the back of one round, the next one finds, and with the keys gone it
 * could not be opened anyway. Each step can be repeated, so an erase that broke off goes on with the next request. Thread-safe.
 */
final class Erasing {
    private final Leaving leaving;
    private final Sweep sweep;
    private final List<WorkspaceTable> tables;
    private final WorkspaceKeys keys;
    private final Erasures erasures;
    private final Clock clock;

    /** @param tables all that hold something of a workspace, but for those of connections and keys */
    Erasing(
            Leaving leaving,
            Sweep sweep,
            List<WorkspaceTable> tables,
            WorkspaceKeys keys,
            Erasures erasures,
            Clock clock) {
        this.leaving = leaving;
        this.sweep = sweep;
        this.tables = List.copyOf(tables);
        this.keys = keys;
        this.erasures = erasures;
        this.clock = clock;
    }

    /** Erases as far as there is time, and tells what has come of it since the erase was begun. */
    Erasures.Receipt erase(WorkspaceId workspace, Instant deadline) {
        Optional<Instant> before = erasures.begin(workspace);
        int found = 0;
        while (clock.instant().isBefore(deadline)) {
            Step round = round(workspace, deadline);
            found += round.found();
            if (!round.done()) {
                break;
            }
            if (round.found() == 0) {
                // A repeat that found nothing changes nothing.
                erasures.finish(workspace, found == 0 ? before.orElseGet(clock::instant) : clock.instant());
                break;
            }
        }
        return erasures.receipt(workspace);
    }

    private Step round(WorkspaceId workspace, Instant deadline) {
        Step gone = leaving.all(workspace, deadline);
        int found = gone.found();
        if (!gone.done()) {
            return new Step(found, false);
        }
        for (WorkspaceTable table : tables) {
            Step swept = sweep.table(table, workspace, deadline);
            found += swept.found();
            if (!swept.done()) {
                return new Step(found, false);
            }
        }
        // One that came in behind this round is yet to be given back, for which it must be opened.
        int destroyed = gone.found() == 0 ? keys.destroy(workspace) : 0;
        return new Step(found + destroyed, true);
    }
}
