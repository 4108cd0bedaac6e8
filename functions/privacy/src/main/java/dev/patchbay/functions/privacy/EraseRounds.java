package dev.patchbay.functions.privacy;

import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.WorkspaceKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Erases a workspace, in rounds: the connections, all other items, and the keys once no connection is left. The erase is complete when a
 * round finds nothing: the next round finds what a concurrent request wrote after this one, and without the keys it could not be opened
 * anyway. Each step can be repeated, so the next request continues an interrupted erase. Thread-safe.
 */
final class EraseRounds {
    private final RemoveConnections leaving;
    private final Sweep sweep;
    private final List<WorkspaceTable> tables;
    private final WorkspaceKeys keys;
    private final EraseRecords erasures;
    private final Clock clock;

    /** @param tables all that hold something of a workspace, but for those of connections and keys */
    EraseRounds(
            RemoveConnections leaving,
            Sweep sweep,
            List<WorkspaceTable> tables,
            WorkspaceKeys keys,
            EraseRecords erasures,
            Clock clock) {
        this.leaving = leaving;
        this.sweep = sweep;
        this.tables = List.copyOf(tables);
        this.keys = keys;
        this.erasures = erasures;
        this.clock = clock;
    }

    /** Erases as much as time allows, and returns the receipt of all that was erased since the erase began. */
    EraseRecords.Receipt erase(WorkspaceId workspace, Instant deadline) {
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
        // The keys are kept while connections are found: to revoke a grant, its credential must be opened.
        int destroyed = gone.found() == 0 ? keys.destroy(workspace) : 0;
        return new Step(found + destroyed, true);
    }
}
