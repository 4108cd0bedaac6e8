package dev.patchbay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonInputTest {
    private static final String RIGHT = """
            {"subject":"Hi","priority":1,"urgent":true,"to":["a@example.org"],"from":{"name":"Ann"}}""";

    record Mail(
            String subject,
            int priority,
            boolean urgent,
            List<String> to,
            Sender from,
            Optional<String> replyTo,
            List<Attachment> attachments) {}

    record Sender(String name) {}

    record Attachment(FileName fileName) {}

    record FileName(String value) {
        @com.fasterxml.jackson.annotation.JsonCreator(
                mode = com.fasterxml.jackson.annotation.JsonCreator.Mode.DELEGATING)
        FileName {
            if (value.contains("/")) {
                throw new IllegalArgumentException("a file name has no /");
            }
        }
    }

    @Test
    void rightInputIsRead() throws JsonInputException {
        assertThat(read(RIGHT))
                .isEqualTo(new Mail(
                        "Hi", 1, true, List.of("a@example.org"), new Sender("Ann"), Optional.empty(), List.of()));
    }

    @Test
    void optionalFieldMayBeNull() throws JsonInputException {
        assertThat(read(RIGHT.replace("{\"subject\"", "{\"replyTo\":null,\"subject\""))
                        .replyTo())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "subject":"Hi"           | "subject":"H\\ud83di"                 | subject                 | holds the character U+D83D
                    "subject":"Hi"           | "subject":"H\\ufffei"                 | subject                 | holds the character U+FFFE
                    "subject":"Hi"           | "subject":"H\\uffffi"                 | subject                 | holds the character U+FFFF
                    "subject":"Hi"           | "subject":"H\\u0000i"                 | subject                 | holds the character U+0000
                    "to":["a@example.org"]   | "to":["a","\\u001b"]                  | to[1]                   | holds the character U+001B
                    "name":"Ann"             | "name":"\\udc00"                      | from.name               | holds the character U+DC00
                    """)
    void aCharacterThatNoQueueTakesIsNamed(String part, String wrong, String field, String reason) {
        assertThatThrownBy(() -> read(RIGHT.replace(part, wrong)))
                .isInstanceOfSatisfying(
                        JsonInputException.class, e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageContaining(reason);
    }

    @Test
    void aNameIsCheckedToo() {
        assertThatThrownBy(() -> JsonInput.read(
                        "{\"from\":{\"a\\uffff\":1}}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        com.fasterxml.jackson.databind.JsonNode.class))
                .hasMessageContaining("\"from\" has a field whose name holds the character U+FFFF");
    }

    @Test
    void charactersOutsideTheBasicPlaneAndLineBreaksAreRead() throws JsonInputException {
        assertThat(read(RIGHT.replace("Hi", "\\ud83d\\ude00\\r\\n\\t")).subject())
                .isEqualTo("😀\r\n\t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "subject":"Hi",          |                                      | subject                 | is missing
                    "subject":"Hi"           | "subject":null                       | subject                 | is missing
                    "subject":"Hi"           | "subject":5                          | subject                 | has the wrong type
                    "subject":"Hi"           | "subject":["Hi"]                     | subject                 | has the wrong type
                    "subject":"Hi"           | "subject":{}                         | subject                 | has the wrong type
                    "priority":1,            |                                      | priority                | is missing
                    "priority":1             | "priority":"1"                       | priority                | has the wrong type
                    "priority":1             | "priority":1.5                       | priority                | has the wrong type
                    "priority":1             | "priority":9999999999                | priority                | has the wrong type
                    "urgent":true            | "urgent":"true"                      | urgent                  | has the wrong type
                    "to":["a@example.org"]   | "to":"a@example.org"                 | to                      | has the wrong type
                    "to":["a@example.org"]   | "to":[null]                          | to[0]                   | is missing
                    "to":["a@example.org"]   | "to":["a",5]                         | to[1]                   | has the wrong type
                    "name":"Ann"             |                                      | from.name               | is missing
                    "name":"Ann"             | "name":{}                            | from.name               | has the wrong type
                    "from":{"name":"Ann"}    | "from":"Ann"                         | from                    | has the wrong type
                    "to":["a@example.org"]   | "to":[],"attachments":[{}]           | attachments[0].fileName | is missing
                    "to":["a@example.org"]   | "to":[],"attachments":[{"fileName":"a/b"}] | attachments[0].fileName | is not valid: a file name has no /
                    "name":"Ann"             | "name":"Ann","age":5                 | from.age                | is not known; allowed are name
                    """)
    void faultIsNamedByItsField(String text, String replacement, String field, String reason) {
        assertThat(RIGHT).contains(text);

        JsonInputException fault = fault(RIGHT.replace(text, replacement == null ? "" : replacement));

        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault).hasMessage("\"" + field + "\" " + reason);
    }

    @Test
    void errorOfUnknownFieldListsTheKnownOnes() {
        assertThat(fault(RIGHT.replace("{\"subject\"", "{\"subjekt\":\"\",\"subject\"")))
                .hasMessage(
                        "\"subjekt\" is not known; allowed are attachments, from, priority, replyTo, subject, to, urgent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                     | "body" is missing
                    null                   | "body" is missing
                    {                      | "body" is not well-formed JSON
                    {'subject':'Hi'}       | "body" is not well-formed JSON
                    subject=Hi             | "body" is not well-formed JSON
                    []                     | "body" has the wrong type
                    "text"                 | "body" has the wrong type
                    {"subject":"a","subject":"b"} | "body" is not well-formed JSON
                    """)
    void bodyThatIsNoObjectIsRefused(String body, String message) {
        assertThat(fault(body)).hasMessage(message);
    }

    @Test
    void whatFollowsTheObjectIsRefused() {
        assertThat(fault(RIGHT + "{}").field()).isEqualTo("body");
        assertThat(fault(RIGHT + "}").field()).isEqualTo("body");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThat(fault("[".repeat(100_000))).hasMessage("\"body\" has the wrong type");
        assertThat(fault(RIGHT.replace("\"Hi\"", "[".repeat(100_000))).field()).isIn("body", "subject");
    }

    @Test
    void messageDoesNotQuoteWhatWasSent() {
        assertThat(fault(RIGHT.replace("\"priority\":1", "\"priority\":\"sk-secret\""))
                        .getMessage())
                .doesNotContain("sk-secret");
        assertThat(fault("sk-secret").getMessage()).doesNotContain("sk-secret");
    }

    @Test
    void treeIsReadAsStrictly() throws JsonProcessingException, JsonInputException {
        JsonMapper json = JsonMapper.builder().build();
        JsonNode right = json.readTree(RIGHT);

        assertThat(JsonInput.read(right, Mail.class)).isEqualTo(read(RIGHT));
        assertThat(fault(json.readTree(RIGHT.replace("\"Hi\"", "5")))).hasMessage("\"subject\" has the wrong type");
        assertThat(fault(json.readTree("{\"x\":1}")).field()).isIn("x", "subject");
        assertThat(fault(json.readTree("null"))).hasMessage("\"body\" is missing");
        assertThat(fault(MissingNode.getInstance())).hasMessage("\"body\" is missing");
    }

    private static Mail read(String body) throws JsonInputException {
        return JsonInput.read(body.getBytes(UTF_8), Mail.class);
    }

    private static JsonInputException fault(String body) {
        return catchThrowableOfType(JsonInputException.class, () -> read(body));
    }

    private static JsonInputException fault(JsonNode tree) {
        return catchThrowableOfType(JsonInputException.class, () -> JsonInput.read(tree, Mail.class));
    }
}
