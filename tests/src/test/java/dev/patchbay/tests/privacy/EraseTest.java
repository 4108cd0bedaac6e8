package dev.patchbay.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.aws.Item;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionRemoval;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Erasing a workspace, with every table of the template. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class EraseTest {
    private static final int ITEMS = 30;

    private final Aws aws;

    @RegisterExtension
    private final PrivacyUnderTest privacy;

    EraseTest(Aws aws) {
        this.aws = aws;
        privacy = new PrivacyUnderTest(aws);
    }

    @Test
    void nothingOfTheWorkspaceIsLeftInAnyTable() {
        List<Connection> connected = privacy.fill(privacy.workspace, ITEMS);
        privacy.begin(privacy.workspace, connected.getFirst());

        APIGatewayV2HTTPResponse response = erased();

        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
        Map<String, List<Map<String, AttributeValue>>> held = privacy.held(privacy.workspace);
        assertThat(held.keySet())
                .as("PrivacyHandler must erase each new table of template.yaml, or Remains must list what is left")
                .containsExactlyInAnyOrder("ErasuresTable", "WorkspaceKeysTable", "OAuthStatesTable");
        assertThat(privacy.held(privacy.workspace, "WorkspaceKeysTable"))
                .singleElement()
                .satisfies(number -> assertThat(number.keySet())
                        .containsExactlyInAnyOrder("workspace", "version", "destroyedAt", "expiresAt"));
    }

    @Test
    void theReceiptListsWhatWasDeletedAndRevoked() {
        privacy.fill(privacy.workspace, ITEMS);

        JsonNode receipt = PrivacyUnderTest.json(erased());

        assertThat(receipt.path("workspace").asText()).isEqualTo(privacy.workspace.value());
        assertThat(Instant.parse(receipt.path("erasedAt").asText())).isEqualTo(privacy.clock.instant());
        assertThat(receipt.path("deleted").toString()).isEqualTo("""
                        {"actions":31,"agents":31,"connections":4,"disconnectedConnections":1,"idempotencyKeys":1,"mails":15,"members":31,"notifications":15}""");
        assertThat(receipt.path("revoked").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("gmail", "google-calendar", "slack");
        assertThat(receipt.path("notRevoked").findValuesAsText("provider")).containsExactly("apollo");
        assertThat(receipt.at("/notRevoked/0/why").asText()).contains("Delete it in Apollo too");
        assertThat(receipt.path("remains").findValuesAsText("what")).hasSizeGreaterThan(5);
    }

    @Test
    void grantsOfOneAccountAreRevokedByOneCall() {
        privacy.fill(privacy.workspace, 0);

        erased();

        assertThat(privacy.providers.simulators().requests("google", "/revoke")).hasSize(1);
        assertThat(privacy.providers.simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
    }

    @Test
    void retriesRevocationWithTheAccountsNextConnection() {
        privacy.fill(privacy.workspace, 0);
        privacy.providers.simulators().google().misbehave(new Misbehaviour.Answer("/revoke", 1, 400));

        JsonNode receipt = PrivacyUnderTest.json(erased());

        assertThat(receipt.path("revoked").findValuesAsText("provider")).contains("gmail", "google-calendar");
        assertThat(privacy.providers.simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
    }

    @Test
    void unconfirmedRevocationIsInTheReceipt() {
        privacy.fill(privacy.workspace, 0);
        privacy.providers.simulators().google().misbehave(new Misbehaviour.Answer("/revoke", 9, 503));

        APIGatewayV2HTTPResponse response = erased();

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(PrivacyUnderTest.json(response).path("notRevoked").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("gmail", "google-calendar", "apollo");
        assertThat(privacy.held(privacy.workspace)).doesNotContainKey("ConnectionsTable");
    }

    @Test
    void eachConnectionReportsItsDisconnectBeforeDeletion() {
        Connection connection = privacy.providers.connect(privacy.workspace, "gmail", "john@gmail.com");

        new ConnectionRemoval(
                        aws.clients().dynamoDb(),
                        aws.table("ConnectionsTable"),
                        privacy.providers.holders(),
                        privacy.clock)
                .layAside(connection);

        String event = Item.of(
                        privacy.held(privacy.workspace, "ConnectionsTable").getFirst())
                .text(PatchbayEvent.ATTRIBUTE);
        assertThat(PrivacyUnderTest.tree(event).path("type").asText()).isEqualTo("connection.disconnected");
    }

    @Test
    void anotherWorkspaceIsUntouchedItemByItem() {
        WorkspaceId other = aws.newWorkspace();
        privacy.fill(privacy.workspace, ITEMS);
        List<Connection> theirs = privacy.fill(other, ITEMS);
        Map<String, List<Map<String, AttributeValue>>> before = privacy.held(other);

        erased();

        assertThat(privacy.held(other)).isEqualTo(before);
        assertThat(theirs.getFirst()
                        .credential()
                        .map(kept -> privacy.providers
                                .vault()
                                .open(
                                        Connection.credentialPlace(
                                                other, theirs.getFirst().id()),
                                        kept)))
                .isPresent();
    }

    @Test
    void onlyTheOwnerErasesAndOnlyByTheRightName() {
        privacy.fill(privacy.workspace, 1);
        Map<String, List<Map<String, AttributeValue>>> before = privacy.held(privacy.workspace);

        for (String role : List.of("admin", "member")) {
            assertThat(PrivacyUnderTest.erase(privacy.process(), privacy.workspace, role, privacy.workspace.value())
                            .getStatusCode())
                    .isEqualTo(403);
        }
        APIGatewayV2HTTPResponse wrong = PrivacyUnderTest.erase(privacy.process(), privacy.workspace, "owner", "acme");

        assertThat(wrong.getStatusCode()).isEqualTo(400);
        assertThat(PrivacyUnderTest.json(wrong).path("detail").asText())
                .startsWith("Nothing was changed.")
                .contains(privacy.workspace.value());
        assertThat(privacy.held(privacy.workspace)).isEqualTo(before);
    }

    @Test
    void aRepeatAnswersTheSameReceipt() {
        privacy.fill(privacy.workspace, 1);
        String first = erased().getBody();
        privacy.clock.advance(Duration.ofHours(1));

        assertThat(erased().getBody()).isEqualTo(first);
    }

    @Test
    void aDayLaterAnEraseIsAnotherOne() {
        privacy.fill(privacy.workspace, 1);
        erased();
        privacy.clock.advance(Duration.ofHours(25));

        JsonNode receipt = PrivacyUnderTest.json(erased());

        assertThat(receipt.path("deleted")).isEmpty();
        assertThat(receipt.path("revoked")).isEmpty();
    }

    @Test
    void whenTimeRunsOutTheSameRequestGoesOn() {
        privacy.fill(privacy.workspace, 3 * ITEMS);
        int requests = 0;
        APIGatewayV2HTTPResponse response;
        do {
            // Each look at the clock takes two seconds.
            response = PrivacyUnderTest.erase(
                    privacy.process(aws.clients().dynamoDb(), new MovableClock(Duration.ofSeconds(2))),
                    privacy.workspace);
            requests++;
            if (response.getStatusCode() == 202) {
                assertThat(PrivacyUnderTest.json(response).has("erasedAt")).isFalse();
                assertThat(PrivacyUnderTest.json(response).path("message").asText())
                        .contains("Repeat the request");
            }
        } while (response.getStatusCode() == 202 && requests < 30);

        assertThat(requests).isGreaterThan(1);
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(PrivacyUnderTest.json(response).at("/deleted/agents").asInt())
                .isEqualTo(3 * ITEMS + 1);
        assertThat(PrivacyUnderTest.json(response).at("/deleted/connections").asInt())
                .isEqualTo(4);
        assertThat(privacy.held(privacy.workspace).keySet()).containsOnly("ErasuresTable", "WorkspaceKeysTable");
    }

    @Test
    void requestsGrowWithTheItemsByOneForTwentyFive() {
        makeTheKeyOfTheInstallation();

        int forNothing = requestsToErase(privacy.workspace);
        // One after the other: an account that both hold at a time is a request more for the first.
        int forFew = requestsToErase(filled(0));
        int forMany = requestsToErase(filled(100));

        assertThat(forNothing).isEqualTo(10);
        // 100 items more in each of four tables.
        assertThat(forMany - forFew).isEqualTo(16);
    }

    /** The first erase makes it, which is a request more. */
    private void makeTheKeyOfTheInstallation() {
        assertThat(requestsToErase(filled(0))).isPositive();
    }

    private WorkspaceId filled(int more) {
        WorkspaceId some = aws.newWorkspace();
        privacy.fill(some, more);
        return some;
    }

    private int requestsToErase(WorkspaceId erased) {
        CountedRequests counted = new CountedRequests();
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        assertThat(PrivacyUnderTest.erase(privacy.process(dynamoDb, privacy.clock), erased)
                        .getStatusCode())
                .isEqualTo(200);
        return counted.operations().size();
    }

    private APIGatewayV2HTTPResponse erased() {
        return PrivacyUnderTest.erase(privacy.process(), privacy.workspace);
    }
}
