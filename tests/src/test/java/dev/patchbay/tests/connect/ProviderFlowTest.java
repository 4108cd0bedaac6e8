package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Account;
import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.exchange.ReceivedRequest;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.tests.connect.SimulatedConnects.Connected;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connect, refresh and revoke at every provider with OAuth: checks its file against its simulator. */
class ProviderFlowTest {
    private static final SimulatedConnects CONNECTS = new SimulatedConnects(SimulatorSettings.onPort(0));

    @BeforeEach
    void nothingIsConnected() {
        CONNECTS.simulators().reset();
    }

    @AfterAll
    static void stop() {
        CONNECTS.close();
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, john@gmail.com, 108204268033311374519, john@gmail.com",
        "google-calendar, john@gmail.com, 108204268033311374519, john@gmail.com",
        "google-sheets, john@gmail.com, 108204268033311374519, john@gmail.com",
        "google-contacts, john@gmail.com, 108204268033311374519, john@gmail.com",
        "google-tasks, john@gmail.com, 108204268033311374519, john@gmail.com",
        "google-drive, john@gmail.com, 108204268033311374519, john@gmail.com",
        "slack, john@acme.example, T0ACME001, Acme",
        "slack-user, john@acme.example, T0ACME001/U0JOHN001, John Miller",
        "outlook-mail, john@contoso.example,"
                + " b1f3c2d4-0a56-4e7f-8899-aabbccddeeff/3f6e8b1c-52a4-4f0e-9d2b-0c7a5e1d9f34, john@contoso.example",
        "outlook-calendar, jane@contoso.example,"
                + " c2a4d3e5-1b67-4f80-99aa-bbccddeeff00/3f6e8b1c-52a4-4f0e-9d2b-0c7a5e1d9f34, jane@contoso.example",
        "microsoft-todo, john@contoso.example,"
                + " b1f3c2d4-0a56-4e7f-8899-aabbccddeeff/3f6e8b1c-52a4-4f0e-9d2b-0c7a5e1d9f34, john@contoso.example",
        "linkedin, john@acme.example, 782bbtaQ, john@acme.example",
        "mailchimp, john@acme.example, 8d3a3db4d97663a9074efcc16, Acme",
        "stripe, acme@shop.example, acct_1LocalAcme0000001, Acme Shop",
        "quickbooks, Acme Books, 9130347596842384, Acme Books",
        "freshbooks, jane@globex.example, 3301899, jane@globex.example",
        "salesforce, john@acme.example, https://login.salesforce.com/id/00DLocalAcme00001/005LocalJohn0001,"
                + " john@acme.example",
        "hubspot, john@acme.example, 62515, acme.example",
        "github, john-acme, 583231, john-acme"
    })
    void connectedAccountIsKnown(String provider, String login, String id, String label) throws Exception {
        Connected connected = CONNECTS.connect(provider, login);

        assertThat(connected.linked().account()).isEqualTo(new Account(id, label));
        assertThat(granted(connected))
                .containsAll(connected.provider().oauth().consent().requestedScopes());
    }

    @ParameterizedTest
    @CsvSource({
        "google-drive, john@gmail.com",
        "outlook-mail, john@contoso.example",
        "outlook-calendar, jane@contoso.example",
        "microsoft-todo, john@contoso.example",
        "quickbooks, Acme Books",
        "freshbooks, john@acme.example",
        "salesforce, john@acme.example",
        "hubspot, john@acme.example"
    })
    void refreshedTokenOpensTheSameAccount(String provider, String login) throws Exception {
        Connected connected = CONNECTS.connect(provider, login);

        TokenSet refreshed = CONNECTS.refresh(connected);

        assertThat(refreshed.accessToken()).isNotEqualTo(connected.tokens().accessToken());
        assertThat(refreshed.expiresAt()).isPresent();
        if (!provider.equals("salesforce")) {
            assertThat(CONNECTS.lookUp(connected, refreshed)).isEqualTo(connected.linked());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "google-calendar, john@gmail.com",
        "linkedin, john@acme.example",
        "stripe, acme@shop.example",
        "quickbooks, Acme Books",
        "freshbooks, john@acme.example",
        "salesforce, john@acme.example",
        "hubspot, john@acme.example",
        "github, john-acme"
    })
    void revokedTokenOpensNothing(String provider, String login) throws Exception {
        Connected connected = CONNECTS.connect(provider, login);

        assertThat(CONNECTS.revoke(connected)).isInstanceOf(Revoker.Result.Revoked.class);

        assertThat(catchThrowableOfType(ProviderException.class, () -> CONNECTS.lookUp(connected, connected.tokens())))
                .isNotNull();
    }

    /** One provider of each OAuth app. */
    static Stream<String> apps() {
        return Stream.of(
                "google-tasks",
                "outlook-mail",
                "linkedin",
                "mailchimp",
                "stripe",
                "quickbooks",
                "freshbooks",
                "salesforce",
                "hubspot",
                "github");
    }

    @ParameterizedTest
    @MethodSource("apps")
    void refusedConsentIsADenial(String provider) {
        Map<String, String> redirect = CONNECTS.deny(provider);

        assertThat(CONNECTS.provider(provider).oauth().consent().isDenial(redirect.getOrDefault("error", "")))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("apps")
    void wrongCodeIsNotAccepted(String name) {
        Provider provider = CONNECTS.provider(name);

        OAuthException refused = catchThrowableOfType(
                OAuthException.class,
                () -> CONNECTS.exchange(provider, "wrong-code", OAuthFlow.newCodeVerifier(provider)));

        assertThat(refused.kind()).isEqualTo(OAuthException.Kind.GRANT);
    }

    @Test
    void stripeAccountThatLeftThePlatformIsRefusedByItsName() throws Exception {
        Connected connected = CONNECTS.connect("stripe", "acme@shop.example");
        CONNECTS.simulators().provider("stripe").misbehave(new Misbehaviour.RevokeGrant("acme@shop.example"));

        ProviderException refused =
                catchThrowableOfType(ProviderException.class, () -> CONNECTS.lookUp(connected, connected.tokens()));

        assertThat(CONNECTS.simulators().requests("stripe", "/v1/account"))
                .last()
                .extracting(ReceivedRequest::status)
                .isEqualTo(403);
        assertThat(refused.error()).isInstanceOf(ProviderError.Unauthorized.class);
    }

    @Test
    void singleUseRefreshTokenIsGoodOnce() throws Exception {
        Connected connected = CONNECTS.connect("freshbooks", "john@acme.example");
        CONNECTS.refresh(connected);

        OAuthException refused = catchThrowableOfType(OAuthException.class, () -> CONNECTS.refresh(connected));

        assertThat(refused.kind()).isEqualTo(OAuthException.Kind.GRANT);
    }

    @Test
    void returnsOwnApiHosts() throws Exception {
        assertThat(CONNECTS.connect("salesforce", "john@acme.example").linked().apiBase())
                .contains(URI.create("https://acme.my.salesforce.com"));
        assertThat(CONNECTS.connect("mailchimp", "john@acme.example").linked().apiBase())
                .contains(URI.create("https://us6.api.mailchimp.com"));
    }

    @Test
    void quickBooksReturnsWhenTheWholeGrantExpires() throws Exception {
        Optional<Instant> end =
                CONNECTS.connect("quickbooks", "Acme Books").tokens().grantExpiresAt();

        assertThat(end.orElseThrow())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(99)), Instant.now().plus(Duration.ofDays(101)));
    }

    @Test
    void tokenThatNeverExpiresHasNoEnd() throws Exception {
        for (Connected connected : List.of(
                CONNECTS.connect("mailchimp", "john@acme.example"),
                CONNECTS.connect("stripe", "acme@shop.example"),
                CONNECTS.connect("github", "john-acme"))) {
            assertThat(connected.tokens().expiresAt()).isEmpty();
        }
    }

    /** An answer without scopes means what was asked (RFC 6749, section 5.1). */
    private static Set<String> granted(Connected connected) {
        return connected.tokens().scopes().isEmpty()
                ? connected.provider().oauth().consent().requestedScopes()
                : connected.tokens().scopes();
    }
}
