package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.catalog.Provider;
import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.tests.connect.SimulatedConnects.Connected;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Microsoft app that is registered for one directory works if its secret names that directory. */
class SingleTenantTest {
    private static final String DIRECTORY = "3f6e8b1c-52a4-4f0e-9d2b-0c7a5e1d9f34";
    private static final SimulatedConnects CONNECTS =
            new SimulatedConnects(SimulatorSettings.onPort(0).with(AppSwitch.MICROSOFT_SINGLE_TENANT));

    @BeforeEach
    void theSecretNamesNoDirectory() {
        CONNECTS.simulators().reset();
        CONNECTS.authorities().clear();
    }

    @AfterAll
    static void stop() {
        CONNECTS.close();
    }

    @Test
    void withoutAnAuthorityMicrosoftRefusesIt() throws Exception {
        Map<String, String> redirect = refusedAt(consent("outlook-mail"));

        assertThat(redirect).containsEntry("error", "invalid_request").containsEntry("state", "state-1");
        assertThat(redirect.get("error_description")).startsWith("AADSTS50194: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {DIRECTORY, "contoso.example", "Contoso.onmicrosoft.COM"})
    void withItsDirectoryItConnectsAndRefreshes(String authority) throws Exception {
        CONNECTS.authorities().put("microsoft", authority);

        Connected connected = CONNECTS.connect("outlook-mail", "john@contoso.example");

        assertThat(connected.linked().account().label()).isEqualTo("john@contoso.example");
        assertThat(CONNECTS.refresh(connected).refreshToken()).isPresent();
    }

    @Test
    void anAuthorityThatIsTakenOutEndsNoGrant() throws Exception {
        CONNECTS.authorities().put("microsoft", DIRECTORY);
        Connected connected = CONNECTS.connect("outlook-mail", "john@contoso.example");
        CONNECTS.authorities().clear();

        OAuthException refused = catchThrowableOfType(OAuthException.class, () -> CONNECTS.refresh(connected));

        assertThat(refused.kind()).isNotEqualTo(OAuthException.Kind.GRANT);
    }

    @Test
    void aDirectoryThatDoesNotExistIsRefused() throws Exception {
        CONNECTS.authorities().put("microsoft", "nobody.example");

        assertThat(refusedAt(consent("outlook-mail")).get("error_description")).startsWith("AADSTS90002: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "contoso",
                "..",
                "common/..",
                "a/b.example",
                "https://contoso.example",
                "contoso.example/",
                "contoso.example?x=1",
                "contoso.example#x",
                "contoso .example",
                "-contoso.example",
                "contoso..example",
                "3f6e8b1c-52a4-4f0e-9d2b-0c7a5e1d9f3",
                "%2e%2e",
                "common\n"
            })
    void anAuthorityOfAnotherFormIsRefusedBeforeAnythingIsSent(String authority) {
        CONNECTS.authorities().put("microsoft", authority);

        assertThatThrownBy(() -> consent("outlook-mail"))
                .isInstanceOf(OAuthAppMissingException.class)
                .hasMessageContaining("authority")
                .hasMessageContaining("microsoft");
    }

    @Test
    void aProviderWithoutAuthoritiesTakesNone() {
        CONNECTS.authorities().put("google", "common");

        assertThatThrownBy(() -> consent("gmail")).isInstanceOf(OAuthAppMissingException.class);
    }

    private static URI consent(String name) {
        Provider provider = CONNECTS.provider(name);
        return CONNECTS.consent(provider, OAuthFlow.newCodeVerifier(provider));
    }

    private static Map<String, String> refusedAt(URI consent) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(HttpRequest.newBuilder(consent).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .map(URI::create)
                    .map(SimulatedConnects::query)
                    .orElseThrow();
        }
    }
}
