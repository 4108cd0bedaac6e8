package dev.patchbay.functions.actions;

import dev.patchbay.action.ActionFilter;
import dev.patchbay.action.ActionHistory;
import dev.patchbay.action.ActionState;
import dev.patchbay.agent.AgentId;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.PageQuery;
import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /api/actions?status=&connectionId=&provider=&agentId=&limit=&next=}: the workspace's actions, the newest first. Two requests
 * to the table, however long the history is.
 */
final class ListActions implements ApiEndpoint {
    private final ActionHistory history;

    ListActions(ActionHistory history) {
        this.history = history;
    }

    private record Answer(List<ActionAnswer> actions, Optional<String> next) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        PageQuery query = PageQuery.of(request);
        ActionHistory.Page page = history.newest(
                request.caller().workspace(), filter(request), query.after(ActionHistory.Position::of), query.limit());
        return ApiResponse.json(
                200,
                new Answer(
                        page.actions().stream().map(ActionAnswer::of).toList(),
                        page.last().map(last -> PageQuery.next(last.toText()))));
    }

    private static ActionFilter filter(ApiRequest request) {
        return new ActionFilter(
                request.query("status").map(ListActions::state),
                id(request, "connectionId", ConnectionId::matches).map(ConnectionId::new),
                id(request, "provider", ProviderId::matches).map(ProviderId::new),
                id(request, "agentId", AgentId::matches).map(AgentId::new));
    }

    private static ActionState state(String status) {
        return Stream.of(ActionState.values())
                .filter(state -> spelt(state).equals(status))
                .findFirst()
                .orElseThrow(() -> refused(
                        "status",
                        "must be one of "
                                + Stream.of(ActionState.values())
                                        .map(ListActions::spelt)
                                        .collect(Collectors.joining(", "))));
    }

    private static String spelt(ActionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> id(ApiRequest request, String name, Predicate<String> form) {
        return request.query(name).map(value -> {
            if (!form.test(value)) {
                throw refused(name, "does not have the form of one");
            }
            return value;
        });
    }

    private static ProblemException refused(String name, String why) {
        return Problem.badField(name, "\"" + name + "\" " + why).asException();
    }
}
