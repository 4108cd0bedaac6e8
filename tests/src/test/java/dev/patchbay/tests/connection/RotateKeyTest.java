package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.functions.connections.ConnectionsHandler;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.vault.Place;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import dev.patchbay.vault.WorkspaceKeys.KeyFacts;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's request for a new data key. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class RotateKeyTest {
    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final WorkspaceKeys keys;
    private final WorkspaceId workspace;

    RotateKeyTest(Aws aws) {
        this.aws = aws;
        keys = new WorkspaceKeys(
                aws.clients().dynamoDb(),
                () -> aws.clients().kms(),
                aws.table("WorkspaceKeysTable"),
                aws.vaultKey(),
                clock);
        workspace = aws.newWorkspace();
    }

    @Test
    void theWorkspaceGetsAnotherVersion() {
        new TokenVault(keys, new SecureRandom()).seal(new Place(workspace, "record", "field"), Secret.of("a token"));

        APIGatewayV2HTTPResponse response = rotate(workspace.value());

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(keys.list(workspace)).extracting(KeyFacts::version).containsExactly(1, 2);
    }

    @Test
    void aWorkspaceWithoutAKeyGetsNone() {
        APIGatewayV2HTTPResponse response = rotate(workspace.value());

        assertThat(response.getStatusCode()).isEqualTo(404);
        assertThat(keys.list(workspace)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_installation", "", "a|b"})
    void whatIsNoWorkspaceIsRefused(String text) {
        assertThat(rotate(text).getStatusCode()).isEqualTo(400);
    }

    private APIGatewayV2HTTPResponse rotate(String named) {
        Map<String, String> environment =
                new HashMap<>(aws.stack().function("ConnectionsFunction").environment());
        return new ConnectionsHandler(environment, aws.clients(), aws.clients().dynamoDb(), clock)
                .handleRequest(
                        APIGatewayV2HTTPEvent.builder()
                                .withRouteKey("ROTATE-KEY")
                                .withBody("{\"workspace\":\"" + named + "\"}")
                                .withRequestContext(RequestContext.builder()
                                        .withRequestId("rotate-key")
                                        .build())
                                .build(),
                        new RehearsalContext());
    }
}
