package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.UnreliableServer.Behaviour;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.SampleYaml;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderHttpTest {
    private static final Provider SAMPLE = SampleYaml.provider();

    private final ProviderHttp http = new ProviderHttp(Duration.ofMillis(300), Clock.systemUTC());

    @Test
    void sendsMethodPathHeadersAndBody() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            http.send(SAMPLE, post(server).withBearer(Secret.of("token")).withJson(Map.of("text", "grüß dich")));

            RawServer.Received received = server.received().getFirst();
            assertThat(received.line()).isEqualTo("POST /messages?x=1 HTTP/1.1");
            assertThat(received.headers())
                    .containsEntry("authorization", "Bearer token")
                    .containsEntry("accept", "application/json")
                    .containsEntry("content-type", "application/json; charset=utf-8");
            assertThat(received.body()).isEqualTo("{\"text\":\"grüß dich\"}");
        }
    }

    @Test
    void formIsEncoded() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            http.send(SAMPLE, post(server).withForm(Map.of("token", "a b&c=d+é")));

            assertThat(server.received().getFirst().body()).isEqualTo("token=a+b%26c%3Dd%2B%C3%A9");
        }
    }

    @Test
    void sendReturnsWhateverStatusCame() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(418, "{\"a\":1}")) {
            ProviderResponse response = http.send(SAMPLE, post(server));

            assertThat(response.status()).isEqualTo(418);
            assertThat(response.json().path("a").asInt()).isEqualTo(1);
            assertThat(response.header("Content-Type")).contains("application/json");
        }
    }

    @Test
    void classifiesFailuresByTheCataloguesRules() {
        try (UnreliableServer server = UnreliableServer.answering(403, "{\"error\":\"slow\"}")) {
            assertThat(failure(() -> http.call(SAMPLE, post(server))))
                    .isEqualTo(new RateLimited("Slower please", Duration.ofSeconds(1)));
        }
    }

    @Test
    void dateToWaitForIsJudgedByTheInjectedClock() {
        ProviderHttp noon = new ProviderHttp(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        String date = "Fri, 20 Nov 2026 12:00:20 GMT";
        Behaviour limited = new Behaviour.Answers(
                "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: " + date + "\r\n\r\n");
        try (UnreliableServer server = UnreliableServer.that(limited)) {
            assertThat(failure(() -> noon.call(SAMPLE, post(server))))
                    .isEqualTo(new RateLimited("Sample asks to slow down", Duration.ofSeconds(20)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void neverRepeatsAChangeIfTheServerHangsUp(String method) {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.HangsUp())) {
            ProviderRequest request =
                    ProviderRequest.of(method, server.url("/messages")).withJson(Map.of("text", "once"));

            ProviderError failure = failure(() -> http.send(SAMPLE, request));

            assertThat(server.received()).hasSize(1);
            assertThat(failure).isEqualTo(new Transient("Sample did not answer", true));
        }
    }

    @Test
    void changeWhoseAnswerBreaksOffMayHaveActed() {
        Behaviour half = new Behaviour.Answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\"");
        try (UnreliableServer server = UnreliableServer.that(half)) {
            assertThat(failure(() -> http.send(SAMPLE, post(server))))
                    .isEqualTo(new Transient("Sample did not answer", true));
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void changeUsesAConnectionOfItsOwn() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            http.send(SAMPLE, post(server));

            assertThat(server.received().getFirst().headers()).containsEntry("connection", "close");
        }
    }

    @Test
    void changeThatIsNotAnsweredInTimeMayHaveActed() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.Hangs())) {
            assertThat(failure(() -> http.send(SAMPLE, post(server))))
                    .isEqualTo(new Transient("Sample did not answer", true));
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void readThatIsNotAnsweredInTimeHasNotActed() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.Hangs())) {
            assertThat(failure(() -> http.send(SAMPLE, ProviderRequest.of("GET", server.url("/me")))))
                    .isEqualTo(new Transient("Sample did not answer", false));
        }
    }

    @Test
    void refusedConnectionHasNotActed() {
        // Port 1 is reserved and nothing listens there.
        ProviderRequest refused = ProviderRequest.of("POST", URI.create("http://127.0.0.1:1/messages"));

        assertThat(failure(() -> http.send(SAMPLE, refused)))
                .isEqualTo(new Transient("Sample cannot be reached", false));
    }

    @Test
    void redirectIsNotFollowed() throws ProviderException {
        try (UnreliableServer elsewhere = UnreliableServer.answering(200, "{}");
                UnreliableServer server = UnreliableServer.that(new Behaviour.Answers(
                        "HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url("/") + "\r\nContent-Length: 0\r\n\r\n"))) {
            ProviderResponse response = http.send(SAMPLE, ProviderRequest.of("GET", server.url("/me")));

            assertThat(response.status()).isEqualTo(302);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void interruptionIsKept() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.Hangs())) {
            Thread.currentThread().interrupt();

            assertThat(failure(() -> http.send(SAMPLE, post(server))))
                    .isEqualTo(new Transient("The call to Sample was interrupted", true));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void requestsAndResponsesPrintNoSecret() {
        ProviderRequest request = ProviderRequest.of("GET", URI.create("https://api.example/me?key=secret"))
                .withBearer(Secret.of("secret"))
                .withBody("text/plain", "secret");

        assertThat(request).hasToString("GET api.example");
        assertThat(new ProviderResponse(200, Map.of("x", "secret"), "secret"))
                .hasToString("ProviderResponse[status=200]");
    }

    @Test
    void valueThatIsNoJsonIsRefused() {
        ProviderRequest request = ProviderRequest.of("POST", URI.create("https://api.example"));

        assertThatThrownBy(() -> request.withJson(Secret.of("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static ProviderRequest post(UnreliableServer server) {
        return ProviderRequest.of("POST", server.url("/messages?x=1"));
    }

    private static ProviderError failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ProviderException.class, call).error();
    }
}
