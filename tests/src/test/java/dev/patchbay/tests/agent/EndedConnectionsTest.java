package dev.patchbay.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.agent.Agent;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.functions.agents.EndedConnections;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.GmailEvents;
import dev.patchbay.tests.fixture.RefusedRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The events of ended connections, as the queue delivers them: late, twice, out of order and broken. */
@ExtendWith(AwsUnderTest.class)
class EndedConnectionsTest {
    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final GuardedAgents agents;
    private final EndedConnections ended;
    private final Connection gmail;

    EndedConnectionsTest(Aws aws) {
        this.aws = aws;
        agents = new GuardedAgents(aws, clock);
        ended = new EndedConnections(agents.guard());
        gmail = agents.connect("gmail", "john@gmail.com");
        agents.register("outreach", "gmail");
    }

    @Test
    void anEventPausesTheAgentsOfItsConnection() {
        agents.end(gmail, ConnectionStatus.REVOKED);

        SQSBatchResponse response = deliver(message("1", revoked()));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(agents.find("outreach").pause()).map(Agent.Pause::message).contains("Gmail access was revoked");
    }

    @Test
    void anEventAfterTheReconnectPausesNoAgent() {
        agents.end(gmail, ConnectionStatus.REVOKED);
        agents.connect("gmail", "john@gmail.com");

        SQSBatchResponse response = deliver(message("1", revoked()));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    @Test
    void anEventThatComesTwicePausesOnce() {
        agents.end(gmail, ConnectionStatus.REVOKED);
        deliver(message("1", revoked()));
        Instant paused = agents.find("outreach").pause().orElseThrow().since();
        clock.advance(Duration.ofMinutes(1));

        SQSBatchResponse response = deliver(message("1", revoked()), message("2", revoked()));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(agents.find("outreach").pause()).map(Agent.Pause::since).contains(paused);
    }

    @Test
    void anEventThatComesTwiceDoesNotUndoAResume() {
        agents.end(gmail, ConnectionStatus.REVOKED);
        deliver(message("1", revoked()));
        agents.connect("gmail", "john@gmail.com");
        agents.agents().resume(agents.find("outreach"));

        deliver(message("1", revoked()));

        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    @Test
    void eventsOutOfOrderLeadToWhatIsTrueNow() {
        agents.end(gmail, ConnectionStatus.EXPIRED);
        agents.connect("gmail", "john@gmail.com");
        agents.end(gmail, ConnectionStatus.REVOKED);

        deliver(message("2", revoked()), message("1", expired()));

        assertThat(agents.find("outreach").pause()).map(Agent.Pause::code).contains("connection_revoked");
    }

    @Test
    void aMessageThatIsBrokenFailsAloneAndTheOthersAreDone() {
        agents.end(gmail, ConnectionStatus.REVOKED);

        SQSBatchResponse response = deliver(
                message("1", revoked()),
                raw("2", "not JSON"),
                raw("3", message("3", revoked()).getBody().replace(gmail.id().value(), "nonsense")),
                raw("4", ""),
                message("5", revoked()));

        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("2", "3", "4");
        assertThat(agents.find("outreach").pause()).isPresent();
    }

    @Test
    void anEventOfAnUnknownConnectionIsDone() {
        String unknown = message("1", revoked()).getBody().replace(gmail.id().value(), "conn_" + "0".repeat(26));

        assertThat(deliver(raw("1", unknown)).getBatchItemFailures()).isEmpty();
        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    @Test
    void anEventThatEndsNoConnectionIsLeftToTheDeadLetters() {
        agents.end(gmail, ConnectionStatus.REVOKED);

        SQSBatchResponse response = deliver(message("1", events().failing(GmailEvents.newId(), clock.instant())));

        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("1");
        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    @Test
    void aFaultOfTheTableLeavesTheMessageToTheNextDelivery() {
        agents.end(gmail, ConnectionStatus.REVOKED);
        RefusedRequests refused = new RefusedRequests();
        EndedConnections unlucky = new EndedConnections(agents.guard(
                refused.of(aws.clients().configured(DynamoDbClient.builder())).build()));
        refused.refuseNext(1);

        SQSBatchResponse first = unlucky.pauseAgents(batch(message("1", revoked())), new RehearsalContext());
        SQSBatchResponse second = unlucky.pauseAgents(batch(message("1", revoked())), new RehearsalContext());

        assertThat(first.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("1");
        assertThat(second.getBatchItemFailures()).isEmpty();
        assertThat(agents.find("outreach").pause()).isPresent();
    }

    private SQSBatchResponse deliver(SQSMessage... messages) {
        return ended.pauseAgents(batch(messages), new RehearsalContext());
    }

    private static SQSEvent batch(SQSMessage... messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(Arrays.asList(messages));
        return event;
    }

    private PatchbayEvent expired() {
        return events().expired(GmailEvents.newId(), clock.instant());
    }

    private PatchbayEvent revoked() {
        return events().revoked(GmailEvents.newId(), clock.instant());
    }

    private GmailEvents events() {
        return new GmailEvents(agents.workspace(), gmail.id(), clock.instant());
    }

    private static SQSMessage message(String id, PatchbayEvent event) {
        return raw(id, GmailEvents.delivered(event));
    }

    private static SQSMessage raw(String id, String body) {
        SQSMessage message = new SQSMessage();
        message.setMessageId(id);
        message.setBody(body);
        return message;
    }
}
