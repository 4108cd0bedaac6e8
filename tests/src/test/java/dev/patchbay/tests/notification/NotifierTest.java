package dev.patchbay.tests.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.GrantForecast;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.functions.notifications.AffectedAgent;
import dev.patchbay.functions.notifications.ConnectionEnd;
import dev.patchbay.functions.notifications.Mail;
import dev.patchbay.functions.notifications.MailKey;
import dev.patchbay.functions.notifications.MailLedger;
import dev.patchbay.functions.notifications.Notification;
import dev.patchbay.functions.notifications.NotificationAnswer;
import dev.patchbay.functions.notifications.NotificationId;
import dev.patchbay.functions.notifications.NotificationItems;
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
import dev.patchbay.tests.fixture.RefusedRequests;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

/** Each event is reported once: in the list, and by mail to each member who wants it. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class NotifierTest {
    private static final Duration LIFE = Duration.ofSeconds(29);
    private static final EmailAddress ANN = new EmailAddress("ann@acme.example");
    private static final EmailAddress BOB = new EmailAddress("bob@acme.example");

    private final MovableClock clock = new MovableClock();
    private final RecordedMails mails = new RecordedMails();
    private final RefusedRequests ledgerRefusals = new RefusedRequests();
    private final Aws aws;
    private final WorkspaceId workspace;
    private final ConnectionStore connections;
    private final NotificationStore notifications;
    private final Recipients recipients;
    private final AgentStore agents;
    private final DynamoDbClient ledgerClient;
    private final MailLedger ledger;
    private final EraseRecords erasures;
    private final Notifier notifier;
    private final Connection connection;

    NotifierTest(Aws aws) {
        this.aws = aws;
        workspace = aws.newWorkspace();
        DynamoDbClient dynamoDb = aws.clients().dynamoDb();
        connections = new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock);
        notifications = new NotificationStore(dynamoDb, aws.table("NotificationsTable"));
        agents = new AgentStore(dynamoDb, aws.table("AgentsTable"), clock);
        recipients = new Recipients(dynamoDb, aws.table("RecipientsTable"));
        ledgerClient = ledgerRefusals
                .of(aws.clients().configured(DynamoDbClient.builder()))
                .build();
        ledger = new MailLedger(ledgerClient, aws.table("NotificationsTable"), clock);
        erasures = new EraseRecords(dynamoDb, aws.table("ErasuresTable"), clock);
        notifier = notifier("hub@example.com");
        connection = connections.connect(aws.gmail(workspace));
        recipients.met(workspace, new MemberId("ann"), ANN);
    }

    @Test
    void anEventIsListedAndMailed() {
        assertThat(notified(revoked("evt_1"))).isTrue();

        assertThat(listed())
                .extracting(notification -> notification.text().subject())
                .containsExactly("Gmail access was revoked");
        assertThat(mails.recipients()).containsExactly("ann@acme.example");
        assertThat(mails.subjects()).containsExactly("Gmail access was revoked");
    }

    @Test
    void duplicateDeliveriesNotifyOnce() {
        for (int i = 0; i < 5; i++) {
            assertThat(notified(revoked("evt_1"))).isTrue();
            clock.advance(Duration.ofMinutes(10));
        }

        assertThat(listed()).hasSize(1);
        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void concurrentDeliveriesNotifyOnce() throws InterruptedException, ExecutionException {
        PatchbayEvent event = revoked("evt_1");
        Together.call(8, () -> notified(event));
        clock.advance(LIFE.plusSeconds(1));

        assertThat(notified(revoked("evt_1"))).isTrue();

        assertThat(listed()).hasSize(1);
        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void anEventBeforeTheEraseStoresNothing() {
        erasures.begin(workspace);
        erasures.finish(workspace, clock.instant());
        clock.advance(Duration.ofDays(90));

        assertThat(notified(revoked("evt_1"))).isTrue();

        assertThat(listed()).isEmpty();
        assertThat(mails.recipients()).isEmpty();
    }

    @Test
    void notificationSentDuringAnEraseIsRemovedAgain() {
        mails.afterNext(() -> erasures.begin(workspace));

        assertThat(notified(revoked("evt_1"))).isTrue();

        assertThat(everythingKept()).isEmpty();
    }

    @Test
    void anEventAfterTheEraseIsReported() {
        clock.advance(Duration.ofHours(-1));
        erasures.begin(workspace);
        erasures.finish(workspace, clock.instant());
        clock.advance(Duration.ofHours(1));

        assertThat(notified(revoked("evt_1"))).isTrue();

        assertThat(listed()).hasSize(1);
        assertThat(mails.recipients()).containsExactly("ann@acme.example");
    }

    @Test
    void sendsAfterACrashBeforeTheMail() {
        PatchbayEvent event = revoked("evt_1");
        ledger.claim(
                workspace, keyOfTheEnd(), new MemberId("ann"), clock.instant().plus(LIFE));

        assertThat(notified(event))
                .as("while the claim of the crashed worker is valid")
                .isFalse();
        assertThat(mails.recipients()).isEmpty();
        clock.advance(LIFE.plusSeconds(1));

        assertThat(notified(revoked("evt_1"))).isTrue();
        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void resendsAfterACrashBeforeTheMailIsRecorded() {
        mails.afterNext(() -> ledgerRefusals.refuseNext(1));

        assertThat(notified(revoked("evt_1"))).isFalse();
        clock.advance(LIFE.plusSeconds(1));
        assertThat(notified(revoked("evt_1"))).isTrue();
        assertThat(notified(revoked("evt_1"))).isTrue();

        assertThat(mails.recipients())
                .as("never lost, at the price of a second copy")
                .hasSize(2);
        assertThat(listed()).hasSize(1);
    }

    @Test
    void throttledMailIsSentByALaterDelivery() {
        // As often as the client itself tries.
        for (int i = 0; i < 3; i++) {
            mails.refuseNext(throttled());
        }

        assertThat(notified(revoked("evt_1"))).isFalse();
        clock.advance(LIFE.plusSeconds(1));

        assertThat(notified(revoked("evt_1"))).isTrue();
        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void oneMailThatIsNotTakenNowKeepsNoOtherBack() {
        recipients.met(workspace, new MemberId("bob"), BOB);
        mails.refuseNext(SdkClientException.create("No answer"));

        assertThat(notified(revoked("evt_1"))).isFalse();
        assertThat(mails.recipients()).containsExactly("bob@acme.example");
        clock.advance(LIFE.plusSeconds(1));

        assertThat(notified(revoked("evt_1"))).isTrue();
        assertThat(mails.recipients()).containsExactly("bob@acme.example", "ann@acme.example");
    }

    @Test
    void aMailThatSesRefusesForGoodIsNotTriedAgain() {
        Notifier unverified = notifier("nobody@example.com");

        assertThat(unverified.report(revoked("evt_1"), deadline())).isTrue();

        assertThat(mails.recipients()).isEmpty();
        assertThat(listed()).hasSize(1);
        assertThat(ledger.claim(workspace, keyOfTheEnd(), new MemberId("ann"), deadline()))
                .isEqualTo(MailLedger.Claim.SETTLED);
    }

    @Test
    void withoutTimeForAnotherMailItIsLeftToALaterDelivery() {
        assertThat(notifier.report(revoked("evt_1"), clock.instant().plusSeconds(5)))
                .isFalse();

        assertThat(mails.recipients()).isEmpty();
        assertThat(notified(revoked("evt_1"))).isTrue();
        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void aMemberGetsNoMailOfWhatTheMemberTurnedOff() {
        Member ann = new Member(workspace, new MemberId("ann"), Role.OWNER);
        recipients.prefer(ann, Optional.empty(), Set.of(NotificationKind.REVOKED));

        notified(revoked("evt_1"));
        notified(ended("evt_2", ConnectionStatus.EXPIRED));

        assertThat(listed()).hasSize(2);
        assertThat(mails.subjects()).containsExactly("Gmail integration has expired");
    }

    @Test
    void unconfirmedStoredAddressGetsNoNotification() {
        Member ann = new Member(workspace, new MemberId("ann"), Role.OWNER);
        recipients.prefer(ann, Optional.of(BOB), Set.of());
        recipients.met(workspace, ann.id(), ANN);

        notified(revoked("evt_1"));

        assertThat(mails.recipients()).containsExactly("ann@acme.example");
    }

    @Test
    void membersOfAnotherWorkspaceAreNotNotified() {
        WorkspaceId other = aws.newWorkspace();
        recipients.met(other, new MemberId("bob"), BOB);

        notified(revoked("evt_1"));

        assertThat(mails.recipients()).containsExactly("ann@acme.example");
        assertThat(notifications.newest(other, 10, Optional.empty()).notifications())
                .isEmpty();
    }

    @Test
    void aHundredFailuresForOneEndAreReportedOnce() {
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended");

        for (int i = 0; i < 100; i++) {
            assertThat(notified(agentFailed("evt_act_" + i))).isTrue();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(listed())
                .extracting(notification -> notification.text().message())
                .containsExactly("Agent \"Outreach\" failed: Gmail integration expired");
        assertThat(mails.subjects()).containsExactly("Gmail integration expired: agent \"Outreach\" failed");
    }

    @Test
    void aFailureForTheNextEndIsReportedAgain() {
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended");
        notified(agentFailed("evt_act_1"));
        clock.advance(Duration.ofDays(1));
        Connection renewed = connections.connect(new NewConnection(
                workspace,
                connection.provider(),
                connection.account(),
                connection.history().connectedBy(),
                Set.of(),
                SealedSecret.of(new byte[] {2}),
                Optional.empty()));
        clock.advance(Duration.ofDays(1));
        connections.end(renewed, ConnectionStatus.EXPIRED, "grant_ended");

        notified(agentFailed("evt_act_2"));

        assertThat(listed()).hasSize(2);
        assertThat(mails.recipients()).hasSize(2);
    }

    @Test
    void aFailureBeforeTheReconnectIsNotReported() {
        agents.register(workspace, new AgentId("outreach"), "Outreach", Set.of());
        assertThat(notified(agentFailed("evt_act_1"))).isTrue();

        assertThat(listed()).isEmpty();
        assertThat(mails.recipients()).isEmpty();
    }

    @Test
    void theAgentsThatNeedTheConnectionAreListedByName() {
        agents.register(workspace, new AgentId("a1"), "Outreach", Set.of("gmail"));
        agents.register(
                workspace,
                new AgentId("a2"),
                "Follow-up",
                Set.of(connection.id().value()));
        agents.register(workspace, new AgentId("a3"), "Research", Set.of("apollo"));

        notified(ended("evt_1", ConnectionStatus.EXPIRED));

        assertThat(listed())
                .extracting(notification -> notification.text().message())
                .containsExactly("Agents using Gmail are paused: \"Follow-up\", \"Outreach\"");
    }

    @Test
    void theFirstFiftyAgentsAreListedAndAllAreCounted() {
        for (int i = 1; i <= 60; i++) {
            agents.register(workspace, new AgentId("a" + i), "Agent %02d".formatted(i), Set.of("gmail"));
        }

        notified(ended("evt_1", ConnectionStatus.EXPIRED));

        Notification stored = listed().getFirst();
        assertThat(stored.affected().agents())
                .hasSize(50)
                .extracting(AffectedAgent::name)
                .startsWith("Agent 01");
        assertThat(stored.affected().agentCount()).isEqualTo(60);
        assertThat(stored.text().message()).endsWith(", \"Agent 49\", \"Agent 50\" and 10 more");
        assertThat(Mail.of(stored, URI.create("https://app.example.com")).text())
                .contains(", \"Agent 50\" and 10 more")
                .doesNotContain("Agent 51");
        assertThat(NotificationAnswer.of(stored, false).agentCount()).isEqualTo(60);
    }

    @Test
    void aNotificationOfAnOlderVersionCountsTheAgentsThatItLists() {
        Item item = NotificationItems.write(new Notification(
                workspace,
                NotificationId.ofEvent("evt_1"),
                NotificationKind.EXPIRED,
                new Notification.Text("subject", "message", Optional.empty()),
                new Notification.About(new ProviderId("gmail"), connection.id(), ""),
                Notification.Affected.all(List.of(new AffectedAgent("a1", "One"), new AffectedAgent("a2", "Two"))),
                clock.instant(),
                MailKey.of(NotificationId.ofEvent("evt_1"))));
        item.values().remove("agentCount");

        assertThat(NotificationItems.read(item).affected().agentCount()).isEqualTo(2);
    }

    @Test
    void aFailedAgentIsReportedByName() {
        agents.register(workspace, new AgentId("outreach"), "Outreach 2", Set.of("gmail"));
        connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended");

        notified(agentFailed("evt_act_1"));

        assertThat(listed())
                .extracting(notification -> notification.text().subject())
                .containsExactly("Gmail integration expired: agent \"Outreach 2\" failed");
    }

    @Test
    void theDaysLeftAreReported() {
        Instant end = clock.instant().plus(Duration.ofDays(3));
        reconnect(Optional.of(end));

        notified(expiring("evt_1", end));

        assertThat(listed().getFirst().text().message())
                .isEqualTo(
                        "Your Gmail integration will expire in 3 days. Reconnect now to avoid disruption to your agents.");
        assertThat(listed().getFirst().affected().agents())
                .as("the event names an unregistered agent")
                .isEmpty();
    }

    @Test
    void anEventOfAnEndMakesSixRequestsAndFourForEachMail() {
        recipients.met(workspace, new MemberId("bob"), BOB);
        PatchbayEvent event = revoked("evt_1");
        CountedRequests counted = new CountedRequests();
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        SesV2Client ses = counted.of(mails.of(aws.clients().configured(SesV2Client.builder())))
                .build();
        Notifier notifier = new NotifierParts(aws, dynamoDb, dynamoDb, ses, "hub@example.com", 200, clock).notifier();

        assertThat(notifier.report(event, deadline())).isTrue();

        assertThat(counted.operations())
                .as("before mails were limited by the day: three for each mail")
                .hasSize(6 + 4 * 2)
                .startsWith("GetItem", "Query", "PutItem")
                .containsSubsequence("UpdateItem", "UpdateItem", "SendEmail", "UpdateItem");
    }

    @Test
    void anEndThatAReconnectHasOvertakenIsNotReported() {
        for (ConnectionStatus status : List.of(ConnectionStatus.EXPIRED, ConnectionStatus.REVOKED)) {
            PatchbayEvent late = ended("evt_" + status, status);
            reconnect(Optional.empty());
            clock.advance(Duration.ofHours(2));

            assertThat(notified(late)).as("it is done with").isTrue();
        }

        assertThat(listed()).isEmpty();
        assertThat(mails.recipients()).isEmpty();
    }

    @Test
    void anEarlierEndIsNotReportedAfterALaterOne() {
        PatchbayEvent earlier = revoked("evt_1");
        reconnect(Optional.empty());
        clock.advance(Duration.ofHours(2));
        PatchbayEvent later = revoked("evt_2");

        notified(earlier);
        notified(later);

        assertThat(listed()).extracting(Notification::id).containsExactly(NotificationId.ofEvent("evt_2"));
        assertThat(mails.recipients()).hasSize(1);
    }

    @Test
    void theEndOfAConnectionThatWasRemovedSinceIsNotReported() {
        PatchbayEvent late = revoked("evt_1");
        connections.disconnect(now());

        notified(late);

        assertThat(listed()).isEmpty();
    }

    @Test
    void aWarningOfAnEndThatWasPutOffIsNotReported() {
        Instant end = clock.instant().plus(Duration.ofDays(3));
        reconnect(Optional.of(end.plus(Duration.ofDays(60))));

        notified(expiring("evt_1", end));

        assertThat(listed()).isEmpty();
        assertThat(mails.recipients()).isEmpty();
    }

    @Test
    void aWarningOfAnEndThatMovedByAMomentIsReported() {
        Instant end = Instant.parse("2026-11-23T23:59:59Z");
        reconnect(Optional.of(end.plusSeconds(2)));

        notified(expiring("evt_1", end));

        assertThat(listed()).hasSize(1);
    }

    @Test
    void aWarningThatComesAfterTheEndIsNotReported() {
        Instant end = clock.instant().plus(Duration.ofDays(3));
        reconnect(Optional.of(end));
        connections.end(now(), ConnectionStatus.EXPIRED, "grant_ended");

        notified(expiring("evt_1", end));

        assertThat(listed()).isEmpty();
    }

    @Test
    void anHourOfFailuresIsReportedWithoutAReconnect() {
        notified(events().failing("evt_1", MovableClock.START.minus(Duration.ofHours(1))));

        assertThat(listed().getFirst().text().subject()).isEqualTo("Gmail has been failing for an hour");
        assertThat(listed().getFirst().text().action()).isEmpty();
    }

    @Test
    void lostPermissionsAreReportedWithTheirNames() {
        notified(events().narrowed("evt_1", List.of("Send email as you.", "See your address.")));

        assertThat(listed().getFirst().text().subject()).isEqualTo("Gmail integration lost permissions");
        assertThat(listed().getFirst().text().message())
                .isEqualTo(
                        "Gmail does not grant all any more that your agents may need: Send email as you. See your address."
                                + " Reconnect and allow it.");
        assertThat(listed().getFirst().text().action().orElseThrow().label()).isEqualTo("Reconnect Gmail");
    }

    private static TooManyRequestsException throttled() {
        return TooManyRequestsException.builder()
                .statusCode(429)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("TooManyRequestsException")
                        .errorMessage("Maximum sending rate exceeded.")
                        .build())
                .build();
    }

    private Notifier notifier(String sender) {
        SesV2Client ses =
                mails.of(aws.clients().configured(SesV2Client.builder())).build();
        return new NotifierParts(aws, aws.clients().dynamoDb(), ledgerClient, ses, sender, 200, clock).notifier();
    }

    private boolean notified(PatchbayEvent event) {
        return notifier.report(event, deadline());
    }

    private Instant deadline() {
        return clock.instant().plus(LIFE);
    }

    private List<Notification> listed() {
        return notifications.newest(workspace, 100, Optional.empty()).notifications();
    }

    /** Marks of mails included. */
    private List<Map<String, AttributeValue>> everythingKept() {
        return aws.clients()
                .dynamoDb()
                .query(query -> query.tableName(aws.table("NotificationsTable"))
                        .keyConditionExpression("workspace = :w")
                        .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value()))))
                .items();
    }

    private PatchbayEvent revoked(String id) {
        return ended(id, ConnectionStatus.REVOKED);
    }

    /** The event of an end that has come, by now at the latest. */
    private PatchbayEvent ended(String id, ConnectionStatus status) {
        if (now().status() != status) {
            connections.end(now(), status, "test");
        }
        return events().ended(id, now());
    }

    private MailKey keyOfTheEnd() {
        return ConnectionEnd.of(now()).mailKey();
    }

    private Connection now() {
        return connections.find(workspace, connection.id()).orElseThrow();
    }

    private void reconnect(Optional<Instant> grantEnds) {
        connections.connect(new NewConnection(
                workspace,
                connection.provider(),
                LinkedAccount.of(connection.account()),
                connection.history().connectedBy(),
                new NewAccess(
                        Set.of(),
                        SealedSecret.of(new byte[] {2}),
                        Optional.empty(),
                        grantEnds.map(at -> new Grant(
                                clock.instant(),
                                Optional.empty(),
                                Optional.of(new GrantForecast(at, "Gmail ends it.")))),
                        Optional.empty())));
    }

    private PatchbayEvent expiring(String id, Instant at) {
        return events().expiring(id, 3, at);
    }

    private PatchbayEvent agentFailed(String id) {
        return events().agentFailed(id, "outreach", "Gmail integration expired");
    }

    private GmailEvents events() {
        return new GmailEvents(workspace, connection.id(), MovableClock.START);
    }
}
