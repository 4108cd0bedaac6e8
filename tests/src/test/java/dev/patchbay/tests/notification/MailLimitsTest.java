package dev.patchbay.tests.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.functions.notifications.AffectedAgent;
import dev.patchbay.functions.notifications.Notification;
import dev.patchbay.functions.notifications.NotificationStore;
import dev.patchbay.functions.notifications.Notifier;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.GmailEvents;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.SealedSecret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** How much mail events can cause: one of each end to each member, and so many of a workspace a day. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class MailLimitsTest {
    private static final String SUMMARY = "No more mail about integrations today";
    private static final MemberId ANN = new MemberId("ann");

    private final MovableClock clock = new MovableClock();
    private final RecordedMails mails = new RecordedMails();
    private final Aws aws;
    private final WorkspaceId workspace;
    private final ConnectionStore connections;
    private final AgentStore agents;
    private final Recipients recipients;

    MailLimitsTest(Aws aws) {
        this.aws = aws;
        workspace = aws.newWorkspace();
        DynamoDbClient dynamoDb = aws.clients().dynamoDb();
        connections = new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock);
        agents = new AgentStore(dynamoDb, aws.table("AgentsTable"), clock);
        recipients = new Recipients(dynamoDb, aws.table("RecipientsTable"));
        recipients.met(workspace, ANN, new EmailAddress("ann@acme.example"));
    }

    @Test
    void oneEndIsOneMailHoweverManyAgentsFailBecauseOfIt() {
        Connection ended = ended("1", ConnectionStatus.REVOKED);
        for (int agent = 0; agent < 15; agent++) {
            agents.register(workspace, new AgentId("agent-" + agent), "Agent " + agent, Set.of());
        }
        Notifier notifier = notifier(200);

        for (int agent = 0; agent < 15; agent++) {
            assertThat(notified(notifier, failed(ended, "agent-" + agent))).isTrue();
        }
        assertThat(notified(notifier, end(ended))).isTrue();

        assertThat(listed()).hasSize(16);
        assertThat(mails.subjects()).containsExactly("Gmail access was revoked: agent \"Agent 0\" failed");
    }

    @Test
    void redeliveriesAndRedrivesOfAnEndSendNothingMore() throws InterruptedException, ExecutionException {
        Connection ended = ended("1", ConnectionStatus.EXPIRED);
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        Notifier notifier = notifier(200);
        List<PatchbayEvent> events = List.of(end(ended), failed(ended, "outreach"));

        Together.call(
                8, () -> events.stream().map(event -> notified(notifier, event)).toList());
        for (int redrive = 0; redrive < 3; redrive++) {
            clock.advance(Duration.ofDays(4));
            events.forEach(event -> assertThat(notified(notifier, event)).isTrue());
        }

        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void theNextEndOfTheSameConnectionIsAnotherMail() {
        Notifier notifier = notifier(200);
        notified(notifier, end(ended("1", ConnectionStatus.EXPIRED)));
        clock.advance(Duration.ofDays(1));

        notified(notifier, end(ended("1", ConnectionStatus.EXPIRED)));

        assertThat(mails.recipients()).hasSize(2);
    }

    @Test
    void anEndIsMailedByTheKindThatAMemberWants() {
        recipients.prefer(
                new Member(workspace, ANN, Role.OWNER), Optional.empty(), Set.of(NotificationKind.AGENT_FAILED));
        Connection ended = ended("1", ConnectionStatus.REVOKED);
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        Notifier notifier = notifier(200);

        notified(notifier, failed(ended, "outreach"));
        notified(notifier, end(ended));

        assertThat(mails.subjects()).containsExactly("Gmail access was revoked");
    }

    @Test
    void theSecondDisconnectOfAnAccountIsAnotherEnd() {
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        Notifier notifier = notifier(200);
        for (int i = 0; i < 2; i++) {
            Connection connection = connect("1");
            connections.disconnect(connection);

            notified(notifier, failed(connection, "outreach"));
            notified(notifier, failed(connection, "outreach"));
            clock.advance(Duration.ofHours(1));
        }

        assertThat(mails.subjects())
                .containsExactly(
                        "Gmail is not connected: agent \"Outreach\" failed",
                        "Gmail is not connected: agent \"Outreach\" failed");
    }

    @Test
    void anUnregisteredAgentIsInNoNotification() {
        Connection ended = ended("1", ConnectionStatus.REVOKED);

        assertThat(notified(notifier(200), failed(ended, "URGENT:invoice.evil.example")))
                .isTrue();

        assertThat(listed()).isEmpty();
        assertThat(mails.recipients()).isEmpty();
    }

    @Test
    void anAgentOfAnotherWorkspaceIsNotRegisteredHere() {
        agents.register(aws.newWorkspace(), new AgentId("outreach"), "Outreach", Set.of("gmail"));
        Connection ended = ended("1", ConnectionStatus.REVOKED);

        notified(notifier(200), failed(ended, "outreach"));

        assertThat(listed()).isEmpty();
    }

    @Test
    void namesInAnEventAreNotDisplayed() {
        Connection ended = ended("1", ConnectionStatus.REVOKED);
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of("gmail"));

        notified(
                notifier(200),
                EventJson.read(end(ended)
                        .toJson()
                        .replaceFirst("}$", ",\"agents\":[{\"id\":\"x\",\"name\":\"URGENT https://evil.example\"}]}")));

        assertThat(listed()).singleElement().satisfies(notification -> {
            assertThat(notification.affected().agents()).containsExactly(new AffectedAgent("outreach", "Outreach"));
            assertThat(notification.text().message()).endsWith("Agents using Gmail are paused: \"Outreach\"");
        });
    }

    @Test
    void theReasonOfAnEventIsNotTakenFromTheEvent() {
        Connection ended = ended("1", ConnectionStatus.REVOKED);
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());

        notified(
                notifier(200),
                events(ended).agentFailed(GmailEvents.newId(), "outreach", "Pay at https://evil.example"));

        assertThat(listed())
                .extracting(notification -> notification.text().message())
                .containsExactly("Agent \"Outreach\" failed: Gmail access was revoked");
    }

    @Test
    void overTheDailyLimitSendsOneSummaryAndListsAll() {
        Notifier notifier = notifier(3);

        for (int i = 0; i < 10; i++) {
            assertThat(notified(notifier, end(ended("account-" + i, ConnectionStatus.REVOKED))))
                    .isTrue();
        }

        assertThat(listed()).hasSize(10);
        assertThat(mails.subjects())
                .containsExactly(
                        "Gmail access was revoked", "Gmail access was revoked", "Gmail access was revoked", SUMMARY);
        assertThat(mails.texts().getLast())
                .containsPattern("\\b[34] notifications of today can be read in the app")
                .contains("https://app.example.com/settings/integrations");
    }

    @Test
    void theLimitHoldsForAllMembersTogetherAndEachGetsASummary() {
        recipients.met(workspace, new MemberId("bob"), new EmailAddress("bob@acme.example"));
        Notifier notifier = notifier(3);

        for (int i = 0; i < 4; i++) {
            notified(notifier, end(ended("account-" + i, ConnectionStatus.REVOKED)));
        }

        assertThat(mails.subjects())
                .filteredOn(subject -> !subject.equals(SUMMARY))
                .hasSize(3);
        assertThat(mails.subjects()).filteredOn(SUMMARY::equals).hasSize(2);
    }

    @Test
    void workersAtTheSameMomentDoNotExceedTheLimit() throws InterruptedException, ExecutionException {
        List<PatchbayEvent> events = IntStream.range(0, 12)
                .mapToObj(i -> end(ended("account-" + i, ConnectionStatus.REVOKED)))
                .toList();
        Notifier notifier = notifier(5);
        AtomicInteger next = new AtomicInteger();

        Together.call(12, () -> notified(notifier, events.get(next.getAndIncrement())));

        assertThat(mails.subjects())
                .filteredOn(subject -> !subject.equals(SUMMARY))
                .hasSize(5);
        assertThat(mails.subjects()).filteredOn(SUMMARY::equals).hasSize(1);
    }

    @Test
    void theNextDayMailIsSentAgainAndWhatWasWithheldIsNot() {
        Notifier notifier = notifier(1);
        notified(notifier, end(ended("1", ConnectionStatus.REVOKED)));
        PatchbayEvent withheld = end(ended("2", ConnectionStatus.REVOKED));
        notified(notifier, withheld);
        clock.advance(Duration.ofDays(1));

        notified(notifier, withheld);
        notified(notifier, end(ended("3", ConnectionStatus.REVOKED)));

        assertThat(mails.subjects()).containsExactly("Gmail access was revoked", SUMMARY, "Gmail access was revoked");
    }

    @Test
    void aSummaryThatCannotBeSentNowIsSentByTheNextDelivery() {
        Notifier notifier = notifier(1);
        notified(notifier, end(ended("1", ConnectionStatus.REVOKED)));
        PatchbayEvent event = end(ended("2", ConnectionStatus.REVOKED));
        mails.refuseNext(SdkClientException.create("No answer"));

        assertThat(notified(notifier, event)).isFalse();
        clock.advance(Duration.ofSeconds(30));

        assertThat(notified(notifier, event)).isTrue();
        assertThat(mails.subjects()).containsExactly("Gmail access was revoked", SUMMARY);
    }

    @Test
    void attemptsThatSesDoesNotTakeUseUpNothingOfTheLimit() {
        Notifier notifier = notifier(2);
        PatchbayEvent event = end(ended("1", ConnectionStatus.REVOKED));
        for (int attempt = 0; attempt < 5; attempt++) {
            mails.refuseNext(SdkClientException.create("No answer"));
            assertThat(notified(notifier, event)).isFalse();
            clock.advance(Duration.ofSeconds(30));
        }

        assertThat(notified(notifier, event)).isTrue();
        assertThat(notified(notifier, end(ended("2", ConnectionStatus.REVOKED))))
                .isTrue();
        assertThat(notified(notifier, end(ended("3", ConnectionStatus.REVOKED))))
                .isTrue();

        assertThat(mails.subjects()).containsExactly("Gmail access was revoked", "Gmail access was revoked", SUMMARY);
    }

    @Test
    void anotherWorkspaceHasALimitOfItsOwn() {
        Notifier notifier = notifier(1);
        notified(notifier, end(ended("1", ConnectionStatus.REVOKED)));
        MailLimitsTest other = new MailLimitsTest(aws);

        other.notified(other.notifier(1), other.end(other.ended("1", ConnectionStatus.REVOKED)));

        assertThat(other.mails.subjects()).containsExactly("Gmail access was revoked");
    }

    @Test
    void withheldMailMakesFourRequestsAndTheFirstSeven() {
        notified(notifier(1), end(ended("1", ConnectionStatus.REVOKED)));
        PatchbayEvent first = end(ended("2", ConnectionStatus.REVOKED));
        PatchbayEvent second = end(ended("3", ConnectionStatus.REVOKED));

        assertThat(requestsOf(first)).hasSize(6 + 7).contains("SendEmail");
        assertThat(requestsOf(second)).hasSize(6 + 4).doesNotContain("SendEmail");
    }

    @Test
    void notificationOfAMailedEndMakesOneRequestForMail() {
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        Connection ended = ended("1", ConnectionStatus.REVOKED);
        notified(notifier(200), end(ended));

        assertThat(requestsOf(failed(ended, "outreach"))).hasSize(6 + 1).doesNotContain("SendEmail");
    }

    private List<String> requestsOf(PatchbayEvent event) {
        CountedRequests counted = new CountedRequests();
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        SesV2Client ses = counted.of(mails.of(aws.clients().configured(SesV2Client.builder())))
                .build();
        assertThat(notified(parts(dynamoDb, ses, 1).notifier(), event)).isTrue();
        return counted.operations();
    }

    private Notifier notifier(int perDay) {
        SesV2Client ses =
                mails.of(aws.clients().configured(SesV2Client.builder())).build();
        return parts(aws.clients().dynamoDb(), ses, perDay).notifier();
    }

    private NotifierParts parts(DynamoDbClient dynamoDb, SesV2Client ses, int perDay) {
        return new NotifierParts(aws, dynamoDb, dynamoDb, ses, "hub@example.com", perDay, clock);
    }

    private boolean notified(Notifier notifier, PatchbayEvent event) {
        return notifier.report(event, clock.instant().plusSeconds(29));
    }

    private List<Notification> listed() {
        return new NotificationStore(aws.clients().dynamoDb(), aws.table("NotificationsTable"))
                .newest(workspace, 100, Optional.empty())
                .notifications();
    }

    private Connection connect(String account) {
        return connections.connect(new NewConnection(
                workspace,
                new ProviderId("gmail"),
                new Account(account, "john@gmail.com"),
                ANN,
                Set.of(),
                SealedSecret.of(new byte[] {1}),
                Optional.empty()));
    }

    private Connection ended(String account, ConnectionStatus status) {
        Connection connection = connect(account);
        connections.end(connection, status, "test");
        return connections.find(workspace, connection.id()).orElseThrow();
    }

    private PatchbayEvent end(Connection ended) {
        return events(ended).ended(GmailEvents.newId(), ended);
    }

    private PatchbayEvent failed(Connection ended, String agent) {
        return events(ended).agentFailed(GmailEvents.newId(), agent, "Gmail access was revoked");
    }

    private GmailEvents events(Connection connection) {
        return new GmailEvents(workspace, connection.id(), MovableClock.START);
    }
}
