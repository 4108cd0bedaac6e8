package dev.patchbay.tests.integration;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Map;

/** What API Gateway adds to a request. */
public final class RequestContexts {
    private RequestContexts() {}

    /** A request by the owner of a workspace, ann. */
    public static RequestContext byOwner(WorkspaceId workspace) {
        return by(workspace, "owner");
    }

    /** A request by ann, who has this role in the workspace. */
    public static RequestContext by(WorkspaceId workspace, String role) {
        return RequestContext.builder()
                .withRequestId("test")
                .withDomainName("localhost")
                .withAuthorizer(Authorizer.builder()
                        .withJwt(Authorizer.JWT
                                .builder()
                                .withClaims(Map.of("workspace", workspace.value(), "sub", "ann", "role", role))
                                .build())
                        .build())
                .build();
    }
}
