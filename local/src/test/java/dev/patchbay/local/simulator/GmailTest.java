package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.google.GmailMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GmailTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String GOOGLE = SIMULATORS.baseUrl("google").toString();
    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String READ = "https://www.googleapis.com/auth/gmail.readonly";

    private final App app = new App();

    @BeforeEach
    void reset() {
        SIMULATORS.reset();
    }

    @AfterAll
    static void stop() {
        SIMULATORS.close();
    }

    @Test
    void sentMailIsKeptAsItWasUnderstood() throws Exception {
        String mime = """
                From: John <john@gmail.com>
                To: ada@example.com, =?UTF-8?Q?J=C3=BCrgen?= <juergen@example.com>
                Cc: cc@example.com
                Bcc: bcc@example.com
                Subject: =?UTF-8?B?R3LDvMOfZQ==?=
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                Hello
                --b
                Content-Type: application/pdf; name=a.pdf
                Content-Disposition: attachment; filename=a.pdf
                Content-Transfer-Encoding: base64

                AAEC
                --b--
                """;

        JsonNode sent = send(connect(SEND), mime, "").json();

        GmailMessage mail = SIMULATORS.google().mails().getFirst();
        assertThat(mail.ids().id()).isEqualTo(sent.path("id").asText());
        assertThat(mail.addresses().to()).containsExactly("ada@example.com", "juergen@example.com");
        assertThat(mail.addresses().cc()).containsExactly("cc@example.com");
        assertThat(mail.addresses().bcc()).containsExactly("bcc@example.com");
        assertThat(mail.subject()).isEqualTo("Grüße");
        assertThat(mail.content().text().strip()).isEqualTo("Hello");
        assertThat(mail.content().attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.name()).isEqualTo("a.pdf");
            assertThat(attachment.size()).isEqualTo(3);
        });
    }

    @Test
    void firstMailStartsItsThread() throws Exception {
        JsonNode sent = send(connect(SEND), mail("ada@example.com", ""), "").json();

        assertThat(sent.path("threadId").asText()).isEqualTo(sent.path("id").asText());
        assertThat(sent.path("labelIds").get(0).asText()).isEqualTo("SENT");
    }

    @Test
    void replyJoinsTheThreadItRefersTo() throws Exception {
        String token = connect(SEND);
        JsonNode first = send(token, mail("ada@example.com", "Message-ID: <first@example.com>\n"), "")
                .json();

        JsonNode reply = send(token, mail("ada@example.com", "In-Reply-To: <first@example.com>\n"), "")
                .json();

        assertThat(reply.path("threadId")).isEqualTo(first.path("threadId"));
    }

    @Test
    void givenThreadIsKept() throws Exception {
        String token = connect(SEND);
        String thread = send(token, mail("ada@example.com", ""), "")
                .json()
                .path("threadId")
                .asText();

        JsonNode second = send(token, mail("ada@example.com", ""), thread).json();

        assertThat(second.path("threadId").asText()).isEqualTo(thread);
    }

    @Test
    void unknownThreadIsNotFound() throws Exception {
        assertThat(send(connect(SEND), mail("ada@example.com", ""), "nope").status())
                .isEqualTo(404);
    }

    @Test
    void compressedBodyIsTaken() throws Exception {
        Map<String, String> headers = App.with(App.bearer(connect(SEND)), "Content-Encoding", "gzip");
        byte[] body = gzip("{\"raw\":\"" + raw(mail("ada@example.com", "")) + "\"}");

        App.Answer answer = app.postBytes(GOOGLE + "/gmail/v1/users/me/messages/send", headers, body);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void malformedRecipientIsRefused() throws Exception {
        App.Answer answer = send(connect(SEND), mail("invalid@", ""), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/message").asText()).isEqualTo("Invalid To header");
        assertThat(SIMULATORS.google().mails()).isEmpty();
    }

    @Test
    void mailWithoutRecipientIsRefused() throws Exception {
        App.Answer answer = send(connect(SEND), "Subject: x\n\nHello", "");

        assertThat(answer.json().at("/error/message").asText()).isEqualTo("Recipient address required");
    }

    @Test
    void tokenWithoutTheScopeIsForbidden() throws Exception {
        App.Answer answer = send(connect(READ), mail("ada@example.com", ""), "");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().at("/error/errors/0/reason").asText()).isEqualTo("insufficientPermissions");
    }

    @Test
    void missingTokenIsUnauthenticated() throws Exception {
        assertThat(send("", mail("ada@example.com", ""), "").status()).isEqualTo(401);
    }

    @Test
    void messagesAreListedNewestFirstByPages() throws Exception {
        String token = connect(SEND + " " + READ);
        String first =
                send(token, mail("a@example.com", ""), "").json().path("id").asText();
        String second =
                send(token, mail("b@example.com", ""), "").json().path("id").asText();

        JsonNode page = get(token, "/messages?maxResults=1");
        JsonNode rest = get(
                token,
                "/messages?maxResults=1&pageToken=" + page.path("nextPageToken").asText());

        assertThat(page.at("/messages/0/id").asText()).isEqualTo(second);
        assertThat(rest.at("/messages/0/id").asText()).isEqualTo(first);
        assertThat(rest.has("nextPageToken")).isFalse();
    }

    @Test
    void messageIsFoundByItsMessageId() throws Exception {
        String token = connect(SEND + " " + READ);
        send(token, mail("a@example.com", ""), "");
        String id = send(token, mail("b@example.com", "Message-ID: <k1@patchbay.example>\n"), "")
                .json()
                .path("id")
                .asText();

        JsonNode found = get(token, "/messages?q=rfc822msgid:k1@patchbay.example");

        assertThat(found.path("resultSizeEstimate").asInt()).isEqualTo(1);
        assertThat(found.at("/messages/0/id").asText()).isEqualTo(id);
    }

    @Test
    void messageCanBeReadBack() throws Exception {
        String token = connect(SEND + " " + READ);
        String id = send(token, mail("a@example.com", ""), "").json().path("id").asText();

        JsonNode message = get(token, "/messages/" + id + "?format=metadata");

        assertThat(message.at("/payload/headers").findValuesAsText("name")).contains("To", "Subject", "Message-ID");
    }

    @Test
    void rateLimitIsReportedInTheTextOnly() throws Exception {
        String token = connect(SEND);
        SIMULATORS.provider("google").misbehave(new Misbehaviour.RateLimit("", 1, "900"));

        App.Answer answer = send(token, mail("ada@example.com", ""), "");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).doesNotContainKey("retry-after");
        assertThat(answer.json().at("/error/message").asText())
                .matches("User-rate limit exceeded\\.  Retry after \\d{4}-\\S+Z");
    }

    @Test
    void limitOfTheDaySaysThatItIsOfSending() throws Exception {
        String token = connect(SEND);
        for (int mail = 0; mail < 500; mail++) {
            send(token, mail("ada@example.com", ""), "");
        }

        App.Answer answer = send(token, mail("ada@example.com", ""), "");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().at("/error/message").asText()).endsWith("Z (Mail sending)");
        SIMULATORS.advance(Duration.ofDays(1).plusMinutes(1));
        assertThat(send(connect(SEND), mail("ada@example.com", ""), "").status())
                .isEqualTo(200);
    }

    private App.Answer send(String token, String mime, String threadId) throws Exception {
        String body =
                Json.object().put("raw", raw(mime)).put("threadId", threadId).toString();
        return app.postJson(GOOGLE + "/gmail/v1/users/me/messages/send", App.bearer(token), body);
    }

    private static String raw(String mime) {
        return Base64.getUrlEncoder().encodeToString(mime.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private JsonNode get(String token, String path) throws Exception {
        return app.get(GOOGLE + "/gmail/v1/users/me" + path, App.bearer(token)).json();
    }

    private static String mail(String to, String moreHeaders) {
        return "To: " + to + "\nSubject: Hello\n" + moreHeaders + "\nHello";
    }

    private String connect(String scopes) throws Exception {
        Map<String, String> client = Map.of(
                "client_id", SIMULATORS.google().app().clientId(),
                "client_secret", SIMULATORS.google().app().clientSecret(),
                "redirect_uri", App.REDIRECT);
        URI authorization = App.authorization(
                GOOGLE + "/o/oauth2/v2/auth", App.with(App.with(client, "scope", scopes), "response_type", "code"));
        String code = Optional.ofNullable(App.query(new Person().allow(authorization, "john@gmail.com"))
                        .get("code"))
                .orElseThrow();
        return app.postForm(
                        GOOGLE + "/token",
                        Map.of(),
                        App.with(App.with(client, "grant_type", "authorization_code"), "code", code))
                .json()
                .path("access_token")
                .asText();
    }
}
