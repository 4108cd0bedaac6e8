package dev.patchbay.action;

import dev.patchbay.agent.AgentId;
import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Which actions of a workspace are wanted: those that have all that is named here. The index {@code byTime} holds what never changes of an
 * action, and whether it has a failure, so it excludes many actions that are not wanted. The items decide about the rest.
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

    /** Whether only the items show which actions are wanted, since the index does not distinguish an open action from others. */
    boolean isForOpen() {
        return state.filter(wanted -> !wanted.terminal()).isPresent();
    }

    /** Whether an action, as its item says, is wanted. */
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
                    // An attempt that failed is noted while another waits.
                    case QUEUED, RUNNING -> List.of();
                    case SUCCEEDED -> List.of("attribute_not_exists(#failureCode)");
                    case FAILED, UNKNOWN -> List.of("attribute_exists(#failureCode)");
                }));
        if (conditions.isEmpty()) {
            return;
        }
        for (String name : List.of("connection", "provider", "agent", "failureCode")) {
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
