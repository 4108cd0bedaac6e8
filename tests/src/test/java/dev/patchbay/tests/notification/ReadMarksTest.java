package dev.patchbay.tests.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.functions.notifications.MailKey;
import dev.patchbay.functions.notifications.Notification;
import dev.patchbay.functions.notifications.NotificationId;
import dev.patchbay.functions.notifications.NotificationStore;
import dev.patchbay.functions.notifications.ReadMark;
import dev.patchbay.functions.notifications.ReadMarks;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A notification is marked as read only if it was shown. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class ReadMarksTest {
    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final DynamoDbClient dynamoDb;
    private final NotificationStore notifications;
    private final ReadMarks marks;
    private final Member ann;
    private final Member bob;

    ReadMarksTest(Aws aws) {
        this.aws = aws;
        dynamoDb = aws.clients().dynamoDb();
        notifications = new NotificationStore(dynamoDb, aws.table("NotificationsTable"));
        marks = new ReadMarks(dynamoDb, aws.table("RecipientsTable"), clock);
        WorkspaceId workspace = aws.newWorkspace();
        ann = new Member(workspace, new MemberId("ann"), Role.MEMBER);
        bob = new Member(workspace, new MemberId("bob"), Role.MEMBER);
    }

    @Test
    void readMarksArePerMember() {
        Notification notification = kept("1", clock.instant());

        marks.read(ann, notification);

        assertThat(marks.of(ann).covers(notification)).isTrue();
        assertThat(marks.of(bob).covers(notification)).isFalse();
    }

    @Test
    void allThatWasThereIsRead() {
        Notification old = kept("old", clock.instant().minus(Duration.ofDays(30)));
        Notification recent = kept("recent", clock.instant().minusSeconds(5));

        readAll();

        assertThat(marks.of(ann).covers(old)).isTrue();
        assertThat(marks.of(ann).covers(recent)).isTrue();
    }

    @Test
    void unseenNotificationStaysUnreadDespiteClockSkew() {
        kept("shown", clock.instant().minusSeconds(5));
        readAll();

        Notification late = kept("late", clock.instant().minusSeconds(30));

        assertThat(marks.of(ann).covers(late)).isFalse();
    }

    @Test
    void notificationsAfterReadAllAreUnread() {
        readAll();
        clock.advance(Duration.ofSeconds(1));

        assertThat(marks.of(ann).covers(kept("next", clock.instant()))).isFalse();
    }

    @Test
    void anEarlierReadAllDoesNotUndoALaterOne() {
        Notification notification = kept("1", clock.instant());
        clock.advance(Duration.ofHours(1));
        readAll();

        marks.readAll(ann, clock.instant().minus(Duration.ofHours(3)), List.of());

        assertThat(marks.of(ann).covers(notification)).isTrue();
    }

    @Test
    void marksOfWhatIsGoneAreDropped() {
        for (int i = 0; i < 100; i++) {
            marks.read(ann, notification("old" + i, clock.instant()));
        }
        clock.advance(NotificationStore.KEPT.plusDays(1));

        Notification latest = kept("latest", clock.instant());
        marks.read(ann, latest);

        assertThat(marks.of(ann).single()).containsExactly(ReadMark.entry(latest));
    }

    @Test
    void readingLeavesAMembersPreferencesAlone() {
        dynamoDb.putItem(put -> put.tableName(aws.table("RecipientsTable"))
                .item(new Item()
                        .text("workspace", ann.workspace().value())
                        .text("member", "ann")
                        .text("tokenEmail", "ann@acme.example")
                        .values()));

        marks.read(ann, kept("1", clock.instant()));
        readAll();

        assertThat(new Recipients(dynamoDb, aws.table("RecipientsTable"))
                        .of(ann.workspace(), ann.id())
                        .email()
                        .orElseThrow()
                        .value())
                .isEqualTo("ann@acme.example");
    }

    private void readAll() {
        Instant recent = clock.instant().minus(ReadMarks.RECENT);
        marks.readAll(ann, recent, notifications.since(ann.workspace(), recent));
    }

    /** Keeps a notification and waits until the index shows it. */
    private Notification kept(String event, Instant at) {
        Notification notification = notifications.keep(notification(event, at));
        await().until(() -> notifications
                .newest(ann.workspace(), 100, Optional.empty())
                .notifications()
                .contains(notification));
        return notification;
    }

    private Notification notification(String event, Instant at) {
        return new Notification(
                ann.workspace(),
                NotificationId.ofEvent(event),
                NotificationKind.REVOKED,
                new Notification.Text("subject", "message", Optional.empty()),
                new Notification.About(
                        new ProviderId("gmail"), new ConnectionId("conn_0123456789abcdef0123456789"), ""),
                Notification.Affected.all(List.of()),
                at,
                MailKey.of(NotificationId.ofEvent(event)));
    }
}
