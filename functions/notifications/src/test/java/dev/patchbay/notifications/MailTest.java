package dev.patchbay.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailTest {
    private static final URI APP = URI.create("https://app.example.com");
    private static final String PATH =
            "/settings/integrations?reconnect=gmail&connection=conn_0123456789abcdef0123456789";

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
    void withNothingToDoThereIsNoButton() {
        Notification trouble = new Notification(
                new WorkspaceId("acme"),
                NotificationId.ofEvent("evt_1"),
                NotificationKind.ERROR,
                "Gmail has been failing for an hour",
                "There is nothing to reconnect.",
                new ProviderId("gmail"),
                new ConnectionId("conn_0123456789abcdef0123456789"),
                "",
                List.of(),
                Optional.empty(),
                Instant.EPOCH);

        Mail mail = Mail.of(trouble, APP);

        assertThat(mail.html()).doesNotContain("<a ", "Account");
        assertThat(mail.text()).doesNotContain("http", "Account");
    }

    private static Notification notification(String subject, String says, String account) {
        return new Notification(
                new WorkspaceId("acme"),
                NotificationId.ofEvent("evt_1"),
                NotificationKind.REVOKED,
                subject,
                says,
                new ProviderId("gmail"),
                new ConnectionId("conn_0123456789abcdef0123456789"),
                account,
                List.of(),
                Optional.of(new Notification.Action("Reconnect Gmail", PATH)),
                Instant.EPOCH);
    }
}
