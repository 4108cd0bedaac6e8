package dev.patchbay.action;

import dev.patchbay.agent.AgentId;
import dev.patchbay.aws.Item;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.provider.ProviderId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Which actions of a workspace are wanted: those that have all that is named here. The index {@code byTime} holds what never changes of an
 * action, whether it has ended, and whether it has a failure, so it can tell most of the others from those that are wanted.
 */
public record ActionFilter(
        Optional<ActionState> state,
        Optional<ConnectionId> connection,
        Optional<ProviderId> provider,
        Optional<AgentId> agent) {
    /** Every action. */
    public static final ActionFilter ALL =
            new ActionFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean isEmpty() {
        return equals(ALL);
    }

    /** Whether an action, as its item says, is wanted: the index does not tell every state from every other. */
    boolean accepts(ActionRecord action) {
        return state.filter(wanted -> action.state() != wanted).isEmpty();
    }

    /** Adds to a query of the index what leaves out the actions that are not wanted. */
    void addTo(QueryRequest.Builder query, Item values) {
        List<String> conditions = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        equal("connection", connection.map(ConnectionId::value), conditions, values);
        equal("provider", provider.map(ProviderId::value), conditions, values);
        equal("agent", agent.map(AgentId::value), conditions, values);
        state.ifPresent(wanted -> conditions.addAll(
                switch (wanted) {
                    case QUEUED, RUNNING -> List.of("attribute_not_exists(#finishedAt)");
                    case SUCCEEDED -> List.of("attribute_exists(#finishedAt)", "attribute_not_exists(#failureCode)");
                    case FAILED, UNKNOWN -> List.of("attribute_exists(#finishedAt)", "attribute_exists(#failureCode)");
                }));
        for (String name : List.of("connection", "provider", "agent", "finishedAt", "failureCode")) {
            if (conditions.stream().anyMatch(condition -> condition.contains("#" + name))) {
                names.put("#" + name, name);
            }
        }
        query.filterExpression(String.join(" AND ", conditions)).expressionAttributeNames(names);
    }

    private static void equal(String name, Optional<String> wanted, List<String> conditions, Item values) {
        wanted.ifPresent(value -> {
            conditions.add("#" + name + " = :" + name);
            values.text(":" + name, value);
        });
    }
}
