package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connection.CompletedGrant;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.functions.oauth.Completion.Result;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Interposed;
import dev.patchbay.tests.fixture.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One transaction makes a connection of a pending grant, or changes nothing. */
@ExtendWith(AwsUnderTest.class)
class CompletionTest {
    private final Aws aws;
    private final MovableClock clock = OAuthUnderTest.clock();
    private final OAuthUnderTest oauth;
    private final WorkspaceId workspace;

    CompletionTest(Aws aws) {
        this.aws = aws;
        this.oauth = new OAuthUnderTest(aws, clock);
        this.workspace = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        oauth.close();
    }

    @Test
    void theGrantIsStoredAndReadAsItWas() {
        PendingGrant grant = oauth.granted(workspace);

        assertThat(oauth.stored(grant)).contains(grant);
    }

    @Test
    void theConnectionHasTheCredentialSealedAtItsOwnPlace() {
        PendingGrant grant = oauth.granted(workspace);

        assertThat(oauth.completion().complete(grant)).isEqualTo(Result.CONNECTED);

        Connection connection = connected(grant).orElseThrow();
        Credential opened = Credential.of(oauth.parts()
                .vault()
                .open(
                        Connection.credentialPlace(workspace, connection.id()),
                        connection.credential().orElseThrow()));
        assertThat(oauth.salesforce().liveTokens()).contains(opened.secret().reveal());
        assertThat(connection.account()).isEqualTo(grant.agreed().account());
        assertThat(connection.access().grant())
                .isEqualTo(grant.agreed().access().grant());
        assertThat(connection.schedule().refreshAt())
                .isEqualTo(grant.agreed().access().refreshAt());
        assertThat(connection.scopes()).isEqualTo(grant.agreed().access().scopes());
    }

    @Test
    void afterItNothingButAMarkIsLeftOfTheGrant() {
        PendingGrant grant = oauth.granted(workspace);

        oauth.completion().complete(grant);

        assertThat(oauth.stored(grant))
                .contains(new CompletedGrant(
                        grant.handleHash(),
                        workspace,
                        grant.member(),
                        grant.agreed().id()));
        Map<String, AttributeValue> item = aws.clients()
                .dynamoDb()
                .getItem(request -> request.tableName(aws.table("PendingGrantsTable"))
                        .key(Map.of("handle", AttributeValue.fromS(grant.handleHash()))))
                .item();
        assertThat(item.keySet())
                .containsExactlyInAnyOrder("handle", "workspace", "connectedBy", "connection", "until", "expiresAt");
    }

    @Test
    void ofTwentyCompletionsAtOnceOneConnects() throws Exception {
        PendingGrant grant = oauth.granted(workspace);

        List<Result> results = Together.call(20, () -> oauth.completion().complete(grant));

        assertThat(results).containsOnly(Result.CONNECTED, Result.OVERTAKEN);
        assertThat(results.stream().filter(Result.CONNECTED::equals)).hasSize(1);
    }

    @Test
    void aGrantThatIsOverIsNotConnected() {
        PendingGrant grant = oauth.granted(workspace);
        clock.advance(Duration.ofMinutes(10));

        assertThat(oauth.completion().complete(grant)).isEqualTo(Result.OVERTAKEN);
        assertThat(connected(grant)).isEmpty();
    }

    @Test
    void aGrantThatWasRefusedAtTheSameMomentIsNotConnected() {
        PendingGrant grant = oauth.granted(workspace);
        DynamoDbClient late = before("TransactWriteItems", () -> oauth.pending().end(grant, Optional.empty()));

        assertThat(oauth.completion(late).complete(grant)).isEqualTo(Result.OVERTAKEN);
        assertThat(connected(grant)).isEmpty();
    }

    @Test
    void erasedWorkspaceIsNotConnectedDespiteACachedKey() {
        PendingGrant grant = oauth.granted(workspace);
        DynamoDbClient late = before("TransactWriteItems", () -> {
            oauth.providers().destroyKeys(workspace);
        });

        assertThat(oauth.completion(late).complete(grant)).isEqualTo(Result.WORKSPACE_ERASED);
        assertThat(connected(grant)).isEmpty();
        assertThat(oauth.completion().complete(grant)).isEqualTo(Result.WORKSPACE_ERASED);
    }

    @Test
    void aRenewedConnectionThatWasRemovedStaysRemoved() {
        PendingGrant first = oauth.granted(workspace);
        oauth.completion().complete(first);
        PendingGrant renewing = renewing(oauth.granted(workspace));
        oauth.parts().stores().connections().disconnect(connected(first).orElseThrow());

        assertThat(oauth.completion().complete(renewing)).isEqualTo(Result.CONNECTION_REMOVED);
        assertThat(connected(renewing)).isEmpty();
    }

    @Test
    void aFailureOfTheTableLeavesTheGrantToBeCompletedAgain() {
        PendingGrant grant = oauth.granted(workspace);
        DynamoDbClient broken = before("TransactWriteItems", () -> {
            throw SdkClientException.create("The test refuses this request");
        });

        assertThatThrownBy(() -> oauth.completion(broken).complete(grant)).isInstanceOf(SdkException.class);

        assertThat(oauth.stored(grant)).contains(grant);
        assertThat(oauth.completion().complete(grant)).isEqualTo(Result.CONNECTED);
    }

    private static PendingGrant renewing(PendingGrant grant) {
        return new PendingGrant(grant.handleHash(), grant.agreed(), grant.email(), true, grant.until(), false);
    }

    private Optional<Connection> connected(PendingGrant grant) {
        return oauth.parts()
                .stores()
                .connections()
                .find(workspace, grant.agreed().id());
    }

    private DynamoDbClient before(String operation, Runnable happening) {
        return Interposed.beforeFirst(operation, happening)
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();
    }
}
