package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.call.UnreliableServer.Behaviour;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.SampleYaml;
import dev.patchbay.vault.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a key goes, and that it goes nowhere else. */
class ApiKeyTest {
    private static final Provider SAMPLE = SampleYaml.provider();
    private static final Secret KEY = Secret.of("sk.the&secret=key/1");
    private static final ProviderRequest REQUEST = ProviderRequest.of("GET", URI.create("https://api.example/me"));

    private final ProviderHttp http = new ProviderHttp(Duration.ofMillis(300), Clock.systemUTC());

    @Test
    void keyStandsInItsHeaderBehindThePrefix() {
        ProviderRequest request =
                CallAuthorization.withKey(key(Auth.ApiKey.In.HEADER, "Authorization", "Bearer "), REQUEST, KEY);

        assertThat(request.headers()).containsEntry("Authorization", "Bearer sk.the&secret=key/1");
        assertThat(request.uri()).isEqualTo(REQUEST.uri());
    }

    @Test
    void keyInTheQueryIsEncoded() {
        ProviderRequest request =
                CallAuthorization.withKey(key(Auth.ApiKey.In.QUERY, "access_token", ""), REQUEST, KEY);

        assertThat(request.uri())
                .isEqualTo(URI.create("https://api.example/me?access_token=sk.the%26secret%3Dkey%2F1"));
        assertThat(request.headers()).isEqualTo(REQUEST.headers());
    }

    @Test
    void keyStandsBehindTheQueryThatIsThere() {
        ProviderRequest searching = ProviderRequest.of("GET", URI.create("https://api.example/find?q=a%20b"));

        ProviderRequest request =
                CallAuthorization.withKey(key(Auth.ApiKey.In.QUERY, "key", ""), searching, Secret.of("k"));

        assertThat(request.uri()).isEqualTo(URI.create("https://api.example/find?q=a%20b&key=k"));
    }

    @Test
    void keyIsThePasswordOfBasicAuthentication() {
        ProviderRequest request = CallAuthorization.withKey(
                key(Auth.ApiKey.In.BASIC, "anystring", ""), REQUEST, Secret.of("open sesame"));

        // The pair of RFC 7617's example with another user: base64 of "anystring:open sesame".
        assertThat(request.headers()).containsEntry("Authorization", "Basic YW55c3RyaW5nOm9wZW4gc2VzYW1l");
    }

    @Test
    void fixedHeadersGoWithEveryRequest() {
        Auth.ApiKey key = new Auth.ApiKey(Auth.ApiKey.In.HEADER, "x-api-key", "", Map.of("api-version", "2023-06-01"));

        assertThat(CallAuthorization.withKey(key, REQUEST, KEY).headers()).containsEntry("api-version", "2023-06-01");
    }

    @Test
    void keyInTheQueryIsInNoExceptionOfASilentServer() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.Hangs())) {
            assertThat(logged(server)).doesNotContain("sk.the").contains("Sample did not answer");
            assertThat(server.received().getFirst().line()).contains("sk.the");
        }
    }

    @Test
    void keyInTheQueryIsInNoExceptionOfAServerThatHangsUp() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.HangsUp())) {
            assertThat(logged(server)).doesNotContain("sk.the");
        }
    }

    @Test
    void keyInTheQueryIsInNoExceptionOfNonsense() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.Answers("No HTTP\r\n\r\n"))) {
            assertThat(logged(server)).doesNotContain("sk.the");
        }
    }

    @Test
    void requestWithAKeyInTheQueryPrintsOnlyItsHost() {
        assertThat(CallAuthorization.withKey(key(Auth.ApiKey.In.QUERY, "access_token", ""), REQUEST, KEY))
                .hasToString("GET api.example");
    }

    /** Returns all that a log could contain of the call's failure, including causes and stack traces. */
    private String logged(UnreliableServer server) {
        ProviderRequest request = CallAuthorization.withKey(
                key(Auth.ApiKey.In.QUERY, "access_token", ""), ProviderRequest.of("GET", server.url("/tokens")), KEY);
        ProviderException failure = catchThrowableOfType(ProviderException.class, () -> http.call(SAMPLE, request));
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString() + failure.error();
    }

    private static Auth.ApiKey key(Auth.ApiKey.In in, String name, String prefix) {
        return new Auth.ApiKey(in, name, prefix, Map.of());
    }
}
