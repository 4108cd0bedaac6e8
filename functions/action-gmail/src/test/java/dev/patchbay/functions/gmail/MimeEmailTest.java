package dev.patchbay.functions.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MimeEmailTest {
    @Test
    void textAloneIsPlainText() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(""));

        assertThat(email.getContentType().toLowerCase(Locale.ROOT)).isEqualTo("text/plain; charset=utf-8");
        assertThat(email.getContent()).isEqualTo("Hello Ann");
    }

    @Test
    void textBesideHtmlIsAnAlternativeWithHtmlLast() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(", \"html\": \"<p>Hello Ann</p>\""));

        assertThat(outline(email)).isEqualTo("multipart/alternative[text/plain text/html]");
    }

    @Test
    void attachmentsStandBesideTheBody() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(
                ", \"html\": \"<p>Hello</p>\", \"attachments\": [" + file("a.txt") + "," + file("b.txt") + "]"));

        assertThat(outline(email))
                .isEqualTo("multipart/mixed[multipart/alternative[text/plain text/html] text/csv text/csv]");
    }

    @Test
    void attachmentArrivesByteForByte() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(", \"attachments\": [" + file("a.csv") + "]"));

        byte[] content =
                ((Multipart) email.getContent()).getBodyPart(1).getInputStream().readAllBytes();

        assertThat(content).isEqualTo("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fileNameOutsideAsciiSurvives() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(", \"attachments\": [" + file("Angebot für Zürich 東京.csv") + "]"));

        assertThat(((Multipart) email.getContent()).getBodyPart(1).getFileName())
                .isEqualTo("Angebot für Zürich 東京.csv");
    }

    @Test
    void subjectOutsideAsciiSurvives() throws Exception {
        String subject = "Grüße aus 東京 🎉 ".repeat(20).strip();

        MimeMessage email = parsed(
                Emails.of("{\"to\": [\"ann@example.com\"], \"subject\": \"" + subject + "\", \"text\": \"Hello\"}"));

        assertThat(email.getSubject()).isEqualTo(subject);
    }

    @Test
    void textOutsideAsciiSurvives() throws Exception {
        MimeMessage email =
                parsed(Emails.of("{\"to\": [\"ann@example.com\"], \"subject\": \"Hello\", \"text\": \"Grüße 東京 🎉\"}"));

        assertThat(email.getContent()).isEqualTo("Grüße 東京 🎉");
    }

    @Test
    void everyLineIsAsciiAndShortEnough() throws Exception {
        String references = "\"<%s@mail.example.com>\"".formatted("x".repeat(60));
        String source = source(Emails.toAnn(", \"references\": [" + (references + ", ").repeat(40) + references
                + "], \"html\": \"" + "ü".repeat(3000)
                + "\", \"cc\": [" + "\"Jürgen Example <jurgen@example.com>\", ".repeat(60)
                + "\"bob@example.com\"]"));

        assertThat(source.split("\r\n", -1))
                .allMatch(line -> line.length() <= 998 && line.chars().allMatch(c -> c < 128));
    }

    @Test
    void linesEndAsMailWantsThem() throws Exception {
        String source = source(Emails.of(
                "{\"to\": [\"ann@example.com\"], \"subject\": \"Hello\", \"text\": \"one\\ntwo\\r\\nthree\"}"));

        assertThat(source.replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    @Test
    void displayNamesSurvive() throws Exception {
        MimeMessage email = parsed(Emails.of(
                "{\"to\": [\"Jürgen Müller <jm@example.com>\"], \"subject\": \"Hello\", \"text\": \"Hello\"}"));

        assertThat(((InternetAddress) email.getRecipients(RecipientType.TO)[0]).getPersonal())
                .isEqualTo("Jürgen Müller");
    }

    @Test
    void copiesGoToTheirHeaders() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(", \"cc\": [\"cc@example.com\"], \"bcc\": [\"bcc@example.com\"]"));

        assertThat(email.getHeader("Cc", ",") + " " + email.getHeader("Bcc", ","))
                .isEqualTo("cc@example.com bcc@example.com");
    }

    @Test
    void replyNamesWhatItAnswersAndTheConversation() throws Exception {
        MimeMessage email =
                parsed(Emails.toAnn(", \"inReplyTo\": \"b@example.com\", \"references\": [\"<a@example.com>\"]"));

        assertThat(email.getHeader("In-Reply-To", ",") + " / " + email.getHeader("References", ","))
                .isEqualTo("<b@example.com> / <a@example.com> <b@example.com>");
    }

    @Test
    void senderIsLeftToGmail() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(""));

        assertThat(email.getHeader("From")).isNull();
    }

    @Test
    void namedSenderKeepsTheAccountsAddress() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(", \"fromName\": \"Zoë at Acme\""));

        InternetAddress from = (InternetAddress) email.getFrom()[0];
        assertThat(from.getPersonal() + " <" + from.getAddress() + ">").isEqualTo("Zoë at Acme <me@example.com>");
    }

    @Test
    void answersGoWhereTheSenderSays() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(", \"replyTo\": \"sales@example.com\""));

        assertThat(email.getHeader("Reply-To", ",")).isEqualTo("sales@example.com");
    }

    @Test
    void messageIdIsLeftToGmail() throws Exception {
        MimeMessage email = parsed(Emails.toAnn(""));

        assertThat(email.getMessageID()).isNull();
    }

    private static String file(String name) {
        // a,b / 1,2 with bare line feeds.
        return "{\"fileName\": \"" + name + "\", \"contentType\": \"text/csv\", \"content\": \"YSxiCjEsMgo=\"}";
    }

    private static String source(NewEmail email) throws Exception {
        return new String(MimeEmail.of(email, "me@example.com"), StandardCharsets.ISO_8859_1);
    }

    private static MimeMessage parsed(NewEmail email) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(MimeEmail.of(email, "me@example.com")));
    }

    private static String outline(Part part) throws Exception {
        String type = part.getContentType().split(";", 2)[0];
        if (!(part.getContent() instanceof Multipart parts)) {
            return type;
        }
        StringBuilder inner = new StringBuilder();
        for (int i = 0; i < parts.getCount(); i++) {
            inner.append(i == 0 ? "" : " ").append(outline(parts.getBodyPart(i)));
        }
        return type + "[" + inner + "]";
    }
}
