package dev.patchbay.functions.connections;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.WorkspaceKeys;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ROTATE-KEY}: adds a version to the data key of the workspace that the body names, and answers 200 with all versions. The API has
 * no such route: only an operator, who may invoke the function itself, can send this request.
 */
final class RotateKey implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(RotateKey.class);

    private final WorkspaceKeys keys;

    RotateKey(WorkspaceKeys keys) {
        this.keys = keys;
    }

    private record Body(String workspace) {}

    private record Answer(String workspace, List<WorkspaceKeys.KeyFacts> keys) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        WorkspaceId workspace = workspace(request.json(Body.class).workspace());
        // A mistyped id would get a key of its own.
        if (keys.list(workspace).isEmpty()) {
            throw Problem.of(404, "not_found", "Not found", "The workspace has no data key: nothing was sealed for it")
                    .asException();
        }
        keys.rotate(workspace);
        LOG.info("Rotated the data key of {}", workspace);
        return ApiResponse.json(200, new Answer(workspace.value(), keys.list(workspace)));
    }

    private static WorkspaceId workspace(String text) {
        try {
            return new WorkspaceId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badField("workspace", String.valueOf(e.getMessage())).asException();
        }
    }
}
