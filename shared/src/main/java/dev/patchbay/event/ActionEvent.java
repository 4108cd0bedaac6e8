package dev.patchbay.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The end of an action. The input is in no event. */
public sealed interface ActionEvent extends PatchbayEvent {
    Subject action();

    /**
     * What every {@code action.*} event has.
     *
     * @param actionId the action, as {@code POST /api/actions} returned it
     * @param action its name, such as {@code slack.post-message}
     * @param provider the provider through which it ran, by its name in the catalogue
     * @param connectionId the connection through which it ran
     * @param agentId the agent it ran for; left out when there is none
     */
    record Subject(String actionId, String action, String provider, String connectionId, Optional<String> agentId) {}

    /**
     * The action was done.
     *
     * @param outcome the end that this type of event reports
     * @param result what the action gave: an object whose values are texts, numbers, booleans, lists or objects; each action documents its
     *     own. It has at most 16,000 bytes as JSON, 50 entries in an object or list and 500 characters in a text; what exceeds that is
     *     left out
     */
    record Succeeded(Header header, Subject action, Succeeded.Outcome outcome, ObjectNode result)
            implements ActionEvent {
        public static final String TYPE = "action.succeeded";

        /** The only end of this type. */
        public enum Outcome {
            SUCCEEDED
        }

        public Succeeded(Header header, Subject action, ObjectNode result) {
            this(header, action, Succeeded.Outcome.SUCCEEDED, result);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The action was not done ({@code outcome} is {@code failed}), or it is not known whether it was ({@code unknown}): then it is not
     * tried again.
     *
     * @param outcome whether it is known that it was not done
     * @param code why, for programs
     * @param message a sentence for people
     * @param suggestion the thing to do; left out when there is none
     */
    record Failed(
            Header header,
            Subject action,
            Failed.Outcome outcome,
            String code,
            String message,
            Optional<String> suggestion)
            implements ActionEvent {
        public static final String TYPE = "action.failed";

        /** The ends of this type. */
        public enum Outcome {
            FAILED,
            UNKNOWN
        }

        @Override
        public String type() {
            return TYPE;
        }
    }
}
