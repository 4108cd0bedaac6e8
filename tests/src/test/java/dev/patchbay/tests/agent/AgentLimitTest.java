package dev.patchbay.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.functions.agents.AgentsHandler;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.RequestContexts;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A workspace registers as many agents as it may have, and changes those that it has. */
@ExtendWith(AwsUnderTest.class)
class AgentLimitTest {
    private final AgentsHandler handler;
    private final WorkspaceId workspace;

    AgentLimitTest(Aws aws) {
        Map<String, String> environment =
                new HashMap<>(aws.stack().function("AgentsFunction").environment());
        environment.put("WORKSPACE_AGENTS", "2");
        handler = new AgentsHandler(environment, aws.clients());
        workspace = aws.newWorkspace();
        register("one");
        register("two");
    }

    @Test
    void anAgentBeyondTheLimitIsRefusedWithWhatToDo() {
        APIGatewayV2HTTPResponse refused = register("three");

        assertThat(refused.getStatusCode()).isEqualTo(409);
        assertThat(refused.getBody())
                .contains(
                        "\"agent_limit\"",
                        "This workspace has 2 agents, which is as many as it may have. Remove one that is not used any more by"
                                + " DELETE /api/agents/{id}");
    }

    @Test
    void anAgentThatIsRegisteredIsChangedAtTheLimit() {
        assertThat(register("two").getStatusCode()).isEqualTo(200);
    }

    @Test
    void anAgentThatIsRemovedMakesRoom() {
        call("DELETE /api/agents/{id}", "one");

        assertThat(register("three").getStatusCode()).isEqualTo(200);
        assertThat(register("four").getStatusCode()).isEqualTo(409);
    }

    private APIGatewayV2HTTPResponse register(String agent) {
        return call("PUT /api/agents/{id}", agent);
    }

    private APIGatewayV2HTTPResponse call(String route, String agent) {
        return handler.handleRequest(
                APIGatewayV2HTTPEvent.builder()
                        .withRouteKey(route)
                        .withPathParameters(Map.of("id", agent))
                        .withBody("{\"name\":\"" + agent + "\",\"uses\":[]}")
                        .withRequestContext(RequestContexts.byOwner(workspace))
                        .build(),
                new RehearsalContext());
    }
}
