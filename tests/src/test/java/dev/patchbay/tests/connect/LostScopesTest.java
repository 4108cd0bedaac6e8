package dev.patchbay.tests.connect;

import static dev.patchbay.tests.refresh.RefreshScene.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.refresh.RefreshScene;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A refresh that comes with fewer permissions than the connection had. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostScopesTest {
    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String EMAIL = "https://www.googleapis.com/auth/userinfo.email";

    private final Aws aws;

    @RegisterExtension
    private final RefreshScene scene;

    LostScopesTest(Aws aws) {
        this.aws = aws;
        scene = new RefreshScene(aws);
    }

    @Test
    void lossIsMarkedAndReportedOnce() {
        Connection connection = scene.gmail();

        refreshed(connection, EMAIL);
        String event = event(connection);
        refreshed(connection, EMAIL);

        assertThat(scene.now(connection).scopes()).containsExactly(EMAIL);
        assertThat(scene.now(connection).access().lostScopes()).containsExactly(SEND);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(event).contains("\"type\":\"connection.narrowed\"", "Send email as you. It cannot read your mail.");
        assertThat(event(connection)).contains("\"type\":\"connection.refreshed\"");
    }

    @Test
    void widerAnswerEndsTheMark() {
        Connection connection = scene.gmail();
        refreshed(connection, EMAIL);

        refreshed(connection, EMAIL + " " + SEND);

        assertThat(scene.now(connection).access().lostScopes()).isEmpty();
        assertThat(scene.now(connection).scopes()).containsExactlyInAnyOrder(EMAIL, SEND);
    }

    @Test
    void lossAfterAWiderAnswerIsReportedAgain() {
        Connection connection = scene.gmail();
        refreshed(connection, EMAIL);
        refreshed(connection, EMAIL + "," + SEND);

        refreshed(connection, EMAIL);

        assertThat(event(connection)).contains("connection.narrowed");
    }

    @Test
    void answerThatNamesNoScopesChangesNothing() {
        Connection connection = scene.gmail();

        refreshed(connection, "");

        assertThat(scene.now(connection).scopes()).isEqualTo(connection.scopes());
        assertThat(scene.now(connection).access().lostScopes()).isEmpty();
    }

    @Test
    void reconnectEndsTheMark() {
        Connection connection = scene.gmail();
        refreshed(connection, EMAIL);

        Connection again = scene.gmail();

        assertThat(again.id()).isEqualTo(connection.id());
        assertThat(again.access().lostScopes()).isEmpty();
    }

    private void refreshed(Connection connection, String scope) {
        scene.clock.advance(Duration.ofHours(2));
        scene.providers
                .simulators()
                .provider("google")
                .misbehave(new Misbehaviour.Say("/token", 1, Map.of("scope", TextNode.valueOf(scope))));
        scene.worker().of(scene.now(connection), PLENTY);
    }

    private String event(Connection connection) {
        Map<String, AttributeValue> item = aws.clients()
                .dynamoDb()
                .getItem(request -> request.tableName(aws.table("ConnectionsTable"))
                        .consistentRead(true)
                        .key(Map.of(
                                "workspace",
                                AttributeValue.fromS(connection.workspace().value()),
                                "connection",
                                AttributeValue.fromS(connection.id().value()))))
                .item();
        return item.getOrDefault("event", AttributeValue.fromS("")).s();
    }
}
