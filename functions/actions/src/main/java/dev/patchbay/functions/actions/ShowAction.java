package dev.patchbay.functions.actions;

import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import java.util.Optional;

/** {@code GET /api/actions/{id}}: the state and outcome of an action. One request to the table. */
public final class ShowAction implements ApiEndpoint {
    private final ActionStore actions;

    public ShowAction(ActionStore actions) {
        this.actions = actions;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        ActionRecord action = Optional.of(request.path("id"))
                .filter(ActionId::matches)
                .flatMap(id -> actions.find(request.caller().workspace(), new ActionId(id)))
                .orElseThrow(() -> Problem.notFound("action").asException());
        return ApiResponse.json(200, ActionAnswer.of(action));
    }
}
