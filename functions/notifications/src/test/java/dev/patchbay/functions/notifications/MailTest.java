package dev.patchbay.functions.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.tenant.WorkspaceId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {
    private static final URI APP = URI.create("https://app.example.com");
    private static final String PATH =
            "/settings/integrations?reconnect=gmail&connectionId=conn_0123456789abcdef0123456789";

    @Test
    void thePlainTextSaysAllAndLinksToWhereItIsMended() {
        Mail mail = Mail.of(notification("Gmail access was revoked", "Reconnect to continue.", "john@gmail.com"), APP);

        assertThat(mail.subject()).isEqualTo("Gmail access was revoked");
        assertThat(mail.text()).isEqualTo("""
                Reconnect to continue.

                Reconnect Gmail: https://app.example.com%s

                Account: john@gmail.com
                """.formatted(PATH));
    }

    @Test
    void theHtmlHasAButtonThatLinksToTheSamePlace() {
        Mail mail = Mail.of(notification("Gmail access was revoked", "Reconnect to continue.", "john@gmail.com"), APP);

        assertThat(mail.html())
                .contains("<html lang=\"en\">")
                .contains("<a href=\"https://app.example.com" + PATH.replace("&", "&amp;") + "\"")
                .contains(">Reconnect Gmail</a>");
    }

    @Test
    void whatComesFromOutsideIsNoHtml() {
        String hostile = "<script>alert('1')</script> & \"x\"";

        Mail mail = Mail.of(notification("Agent " + hostile + " failed", hostile, hostile), APP);

        assertThat(mail.html())
                .doesNotContain("<script", "'1'", "\"x\"")
                .contains(
                        "<title>Agent &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot; failed</title>");
    }

    @Test
    void anAccountIsQuotedUnlessItIsAnAddress() {
        assertThat(Mail.of(notification("s", "t", "Acme \"Inc\""), APP).text()).contains("Account: \"Acme 'Inc'\"");
        assertThat(Mail.of(notification("s", "t", "john@gmail.com"), APP).text())
                .contains("Account: john@gmail.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"URGENT https://evil.example/pay", "Pay at www.evil", "Pay at evil.example", "evil.example/pay"})
    void anAccountThatLooksLikeALinkIsNotInAMail(String account) {
        Mail mail = Mail.of(notification("Slack access was revoked", "Reconnect to continue.", account), APP);

        assertThat(mail.text() + mail.html()).doesNotContain("evil", "Account");
    }

    @Test
    void confirmationMailHoldsOnlyOurWordsAndTheLink() {
        Mail mail = Mail.confirmation(URI.create("https://api.example.com/api/notifications/confirm?token=t"));

        assertThat(mail.subject()).isEqualTo("Confirm your email address");
        assertThat(mail.text()).isEqualTo("""
                This address was entered to receive notifications about integrations. To receive them here, open the link within 24 hours \
                and confirm. If you did not enter this address, ignore this mail: no notification will be sent to you.

                Confirm this address: https://api.example.com/api/notifications/confirm?token=t

                """);
    }

    @Test
    void aSummaryCountsWhatIsInTheListAndLinksToIt() {
        assertThat(Mail.summary(250, "https://app.example.com/settings/integrations")
                        .text())
                .contains("250 notifications of today can be read in the app")
                .contains("Read the notifications: https://app.example.com/settings/integrations");
        assertThat(Mail.summary(1, "https://app.example.com/").text()).contains("1 notification of today");
    }

    @Test
    void withNothingToDoThereIsNoButton() {
        Notification failing = new Notification(
                new WorkspaceId("acme"),
                NotificationId.ofEvent("evt_1"),
                NotificationKind.ERROR,
                new Notification.Text(
                        "Gmail has been failing for an hour", "There is nothing to reconnect.", Optional.empty()),
                new Notification.About(
                        new ProviderId("gmail"), new ConnectionId("conn_0123456789abcdef0123456789"), ""),
                Notification.Affected.all(List.of()),
                Instant.EPOCH,
                MailKey.of(NotificationId.ofEvent("evt_1")));

        Mail mail = Mail.of(failing, APP);

        assertThat(mail.html()).doesNotContain("<a ", "Account");
        assertThat(mail.text()).doesNotContain("http", "Account");
    }

    private static Notification notification(String subject, String message, String account) {
        return new Notification(
                new WorkspaceId("acme"),
                NotificationId.ofEvent("evt_1"),
                NotificationKind.REVOKED,
                new Notification.Text(subject, message, Optional.of(new Notification.Action("Reconnect Gmail", PATH))),
                new Notification.About(
                        new ProviderId("gmail"), new ConnectionId("conn_0123456789abcdef0123456789"), account),
                Notification.Affected.all(List.of()),
                Instant.EPOCH,
                MailKey.of(NotificationId.ofEvent("evt_1")));
    }
}
