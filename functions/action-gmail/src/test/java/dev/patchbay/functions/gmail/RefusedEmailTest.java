package dev.patchbay.functions.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedEmailTest {
    private final SendEmail action = new SendEmail(new GmailApi(new ProviderHttp(), Clock.systemUTC()));

    @Test
    void malformedRecipientIsNamedAsGiven() {
        assertThat(refusal(
                        "{\"to\": [\"ann@example.com\", \"invalid@\"], \"subject\": \"Hello\", \"text\": \"Hello\"}"))
                .isEqualTo("Failed to send to invalid@: Invalid email format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@example.com",
                "ann@@example.com",
                "ann@example..com",
                "ann@example.com, bob@example.com",
                "team: ann@example.com, bob@example.com;",
                "Ann <ann@example.com",
                "ann smith@example.com",
                "änn@example.com",
                "ann@example.com\\r\\nBcc: eve@example.com",
                "ann@exam\\tple.com"
            })
    void noAddressIsRefused(String address) {
        assertThat(refusal("{\"to\": [\"" + address + "\"], \"subject\": \"Hello\", \"text\": \"Hello\"}"))
                .startsWith("Failed to send to ")
                .endsWith(": Invalid email format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com",
                " ann@example.com ",
                "Ann Example <ann@example.com>",
                "\\\"Example, Ann\\\" <ann@example.com>",
                "ann+news@mail.example.co.uk",
                "o'neil@example.com",
                "ann@bücher.example"
            })
    void addressIsAccepted(String address) {
        assertThatCode(() -> action.check(
                        Emails.of("{\"to\": [\"" + address + "\"], \"subject\": \"Hello\", \"text\": \"Hello\"}")))
                .doesNotThrowAnyException();
    }

    @Test
    void emailWithoutRecipientsIsRefused() {
        assertThat(refusal("{\"subject\": \"Hello\", \"text\": \"Hello\"}")).isEqualTo("An email needs a recipient");
    }

    @Test
    void blindCopyAloneIsARecipient() {
        assertThatCode(() -> action.check(
                        Emails.of("{\"bcc\": [\"ann@example.com\"], \"subject\": \"Hello\", \"text\": \"Hello\"}")))
                .doesNotThrowAnyException();
    }

    @Test
    void emailWithoutABodyIsRefused() {
        assertThat(refusal("{\"to\": [\"ann@example.com\"], \"subject\": \"Hello\"}"))
                .isEqualTo("An email needs text or html");
    }

    @Test
    void subjectCannotSmuggleAHeader() {
        assertThat(
                        refusal(
                                "{\"to\": [\"ann@example.com\"], \"subject\": \"Hello\\r\\nBcc: eve@example.com\", \"text\": \"\"}"))
                .isEqualTo("The subject must be one line");
    }

    @Test
    void fromNameCannotSmuggleAHeader() {
        assertThat(refusalOf(", \"fromName\": \"Ann\\nBcc: eve@example.com\""))
                .isEqualTo("The fromName must be one line");
    }

    @Test
    void fileNameCannotSmuggleAHeader() {
        assertThat(
                        refusalOf(
                                ", \"attachments\": [{\"fileName\": \"a\\r\\nX: y\", \"contentType\": \"text/csv\", \"content\": \"\"}]"))
                .isEqualTo("The fileName of an attachment must be one line");
    }

    @Test
    void referenceCannotSmuggleAHeader() {
        assertThat(refusalOf(", \"references\": [\"<a@example.com>\\r\\nBcc: eve@example.com\"]"))
                .isEqualTo("A message id must be one line");
    }

    @Test
    void referenceIsAMessageId() {
        assertThat(refusalOf(", \"inReplyTo\": \"the last one\"")).isEqualTo("\"the last one\" is not a message id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "QQ=Q", "Q", "QQ-_"})
    void badBase64NamesTheAttachment(String content) {
        assertThat(refusalOf(
                        ", \"attachments\": [{\"fileName\": \"offer.pdf\", \"contentType\": \"application/pdf\", \"content\": \""
                                + content + "\"}]"))
                .isEqualTo("The content of attachment \"offer.pdf\" is not base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pdf", "multipart/mixed", "message/rfc822"})
    void contentTypeOfNoFileNamesTheAttachment(String contentType) {
        assertThat(refusalOf(", \"attachments\": [{\"fileName\": \"offer.pdf\", \"contentType\": \"" + contentType
                        + "\", \"content\": \"QQ==\"}]"))
                .isEqualTo("The contentType of attachment \"offer.pdf\" is not that of a file");
    }

    private String refusalOf(String furtherFields) {
        return refusal(
                "{\"to\": [\"ann@example.com\"], \"subject\": \"Hello\", \"text\": \"Hello\"" + furtherFields + "}");
    }

    private String refusal(String json) {
        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> action.check(Emails.of(json)));
        assertThat(refused.error()).isInstanceOf(ProviderError.InvalidInput.class);
        return refused.error().message();
    }
}
