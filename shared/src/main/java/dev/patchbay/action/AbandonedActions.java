package dev.patchbay.action;

import dev.patchbay.action.ActionStore.Change;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends actions that no worker will end, because none could start or the queue has given up on their message. One that is queued has
 * failed: no call was made for it, or every call that was made failed and was recorded. One that is still running when its worker's time
 * is over was cut off in a call: its outcome is unknown. Thread-safe.
 */
public final class AbandonedActions {
    private final ActionStore store;
    private final ActionOutcomes outcomes;
    private final ProviderCatalog catalog;
    private final Clock clock;

    public AbandonedActions(ActionStore store, ProviderCatalog catalog, Clock clock) {
        this.store = store;
        this.outcomes = new ActionOutcomes(store, clock);
        this.catalog = catalog;
        this.clock = clock;
    }

    /** The result of an attempt to end an action. */
    public enum End {
        /** This call recorded its outcome, with its event. */
        RECORDED,
        /** It has an outcome, or is gone: there is nothing to do. */
        OVER,
        /** A worker may be calling the provider at this moment: ask again later. */
        RUNNING
    }

    /**
     * Ends an action. Two requests, or more if others change it at the same time.
     *
     * @param first is run before the outcome is recorded: a step that must be done even if this process crashes in between
     */
    public End end(WorkspaceId workspace, ActionId id, Runnable first) {
        Optional<ActionRecord> found = store.find(workspace, id);
        while (found.isPresent()) {
            ActionRecord seen = found.get();
            if (seen.state().terminal()) {
                return End.OVER;
            }
            if (mayBeRunning(seen)) {
                return End.RUNNING;
            }
            first.run();
            switch (outcome(seen)) {
                case Change.Made made -> {
                    return End.RECORDED;
                }
                case Change.Overtaken overtaken -> found = Optional.of(overtaken.now());
                case Change.Gone gone -> found = Optional.empty();
            }
        }
        return End.OVER;
    }

    private boolean mayBeRunning(ActionRecord seen) {
        Instant now = clock.instant();
        return seen.state() == ActionState.RUNNING
                && seen.progress().runningUntil().filter(now::isBefore).isPresent();
    }

    private Change outcome(ActionRecord seen) {
        return seen.state() == ActionState.RUNNING
                ? outcomes.record(seen, ActionState.UNKNOWN, Failures.unknown(title(seen.provider())))
                : outcomes.record(seen, ActionState.FAILED, Failures.abandoned(seen));
    }

    /** A provider may have left the catalogue since; its actions end all the same. */
    private String title(ProviderId provider) {
        return catalog.find(provider).map(Provider::title).orElse(provider.value());
    }
}
