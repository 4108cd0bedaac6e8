package dev.patchbay.actions;

import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/actions/{id}}: how far an action is and what came of it. One request to the table. */
final class ShowAction implements ApiEndpoint {
    private final ActionStore actions;

    ShowAction(ActionStore actions) {
        this.actions = actions;
    }

    private record Answer(
            String id,
            String action,
            String provider,
            String connectionId,
            Optional<String> agentId,
            String status,
            int attempts,
            Map<String, String> result,
            Optional<ActionFailure> error,
            Instant createdAt,
            Instant deadline,
            Optional<Instant> nextAttemptAt,
            Optional<Instant> finishedAt) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        ActionRecord action = Optional.of(request.path("id"))
                .filter(ActionId::matches)
                .flatMap(id -> actions.find(request.caller().workspace(), new ActionId(id)))
                .orElseThrow(() -> Problem.notFound("action").asException());
        return ApiResponse.json(
                200,
                new Answer(
                        action.id().value(),
                        action.action(),
                        action.provider().value(),
                        action.connection().value(),
                        action.agent(),
                        action.state().name().toLowerCase(Locale.ROOT),
                        action.attempts(),
                        action.result(),
                        action.failure(),
                        action.createdAt(),
                        action.deadline(),
                        action.nextAttemptAt(),
                        action.finishedAt()));
    }
}
