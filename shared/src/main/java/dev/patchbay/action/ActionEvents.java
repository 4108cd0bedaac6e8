package dev.patchbay.action;

import dev.patchbay.event.ActionEvent;
import dev.patchbay.event.PatchbayEvent.Header;
import java.time.Instant;

/** Makes the event of an action's end. Its id is the action's: a consumer that compares ids sees a repeated end as one event. */
final class ActionEvents {
    private ActionEvents() {}

    static ActionEvent succeeded(ActionRecord action, ActionResult result, Instant at) {
        return new ActionEvent.Succeeded(header(action, at), subject(action), result.json());
    }

    /** @throws IllegalArgumentException if the state is no end without success */
    static ActionEvent failed(ActionRecord action, ActionState state, ActionFailure failure, Instant at) {
        return new ActionEvent.Failed(
                header(action, at),
                subject(action),
                switch (state) {
                    case FAILED -> ActionEvent.Failed.Outcome.FAILED;
                    case UNKNOWN -> ActionEvent.Failed.Outcome.UNKNOWN;
                    case QUEUED, RUNNING, SUCCEEDED ->
                        throw new IllegalArgumentException("An action does not fail with the state " + state);
                },
                failure.code(),
                failure.message(),
                failure.suggestion());
    }

    private static Header header(ActionRecord action, Instant at) {
        return Header.of(action.id().value(), action.workspace(), at);
    }

    private static ActionEvent.Subject subject(ActionRecord action) {
        return new ActionEvent.Subject(
                action.id().value(),
                action.action(),
                action.provider().value(),
                action.connection().value(),
                action.accepted().agent());
    }
}
