package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.exchange.TakesKeys;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connecting by API key, for every provider of the catalogue that takes one. */
@ExtendWith(StackUnderTest.class)
class ApiKeyTest {
    private static final ProviderCatalog CATALOG = new ProviderCatalog(ApiKeyTest.class.getClassLoader(), Map.of());

    private final Tenant tenant;
    private final PatchbayClient owner;

    ApiKeyTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    static Stream<String> providers() {
        return CATALOG.all().stream()
                .filter(Provider::takesKeys)
                .map(provider -> provider.name().value());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aKeyThatWorksIsKeptAndNeverShown(String provider) {
        Answer answer = add(provider, key(provider));

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        assertThat(answer.text("/status")).isEqualTo("connected");
        assertThat(tenant.connections()).hasSize(1);
        assertThat(answer.json().toString() + tenant.connections()).doesNotContain(key(provider));
    }

    @ParameterizedTest
    @CsvSource({
        "apollo, API key …acme",
        "openai, API key …acme",
        "anthropic, API key …acme",
        "elevenlabs, John",
        "mapbox, acme",
        "mailchimp, Acme"
    })
    void showsTheAccountOfAKeyIfTheProviderReturnsIt(String provider, String account) {
        assertThat(add(provider, key(provider)).text("/message")).isEqualTo("Connected as " + account);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aKeyThatTheProviderRefusesIsNotKept(String provider) {
        Answer answer = add(provider, wrongKey());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("invalid_api_key");
        assertThat(answer.text("/detail"))
                .isEqualTo(catalogued(provider).title() + " integration error: Invalid API key");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void outcomesOfKeysAreCounted() {
        add("mapbox", key("mapbox"));
        add("mapbox", "sk.wrong");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(tenant.cloud().functionLog().of("ConnectionsFunction"))
                        .anyMatch(line -> isCount(line, "connected"))
                        .anyMatch(line -> isCount(line, "invalid_api_key")));
    }

    private static boolean isCount(String line, String outcome) {
        return line.contains("\"Connects\":1")
                && line.contains("\"Provider\":\"mapbox\"")
                && line.contains("\"Outcome\":\"" + outcome + "\"");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aKeyThatCannotBeCheckedIsNotKept(String provider) {
        simulator(provider).misbehave(new Misbehaviour.Answer(checkPath(provider), 1, 503));

        Answer answer = add(provider, key(provider));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("provider_unavailable");
        assertThat(tenant.connections()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theSameKeyAgainIsTheSameConnection(String provider) {
        String first = add(provider, key(provider)).text("/id");
        String second = add(provider, key(provider)).text("/id");

        assertThat(second).isEqualTo(first);
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void aConnectionOfAnotherProviderIsNotRenewed() {
        String mapbox = add("mapbox", key("mapbox")).text("/id");

        Answer answer = renew(owner, "openai", mapbox);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/code")).isEqualTo("not_found");
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void aConnectionOfAnotherWorkspaceIsNotRenewed() {
        String mine = add("openai", key("openai")).text("/id");
        Tenant other = tenant.other();

        Answer answer = renew(other.owner(), "openai", mine);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(other.connections()).isEmpty();
    }

    @Test
    void aWrongKeyRenewsNothing() {
        Answer before = add("openai", key("openai"));

        Answer answer = owner.post(
                "/api/connections",
                Map.of("provider", "openai", "apiKey", wrongKey(), "connectionId", before.text("/id")));

        assertThat(answer.text("/code")).isEqualTo("invalid_api_key");
        assertThat(owner.get("/api/connections/" + before.text("/id")).text("/account"))
                .isEqualTo(before.text("/account"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void disconnectDeletesTheKeyHereOnlyAndReportsThat(String provider) {
        String id = add(provider, key(provider)).text("/id");

        Answer answer = owner.delete("/api/connections/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("revoked").asBoolean()).isFalse();
        assertThat(answer.text("/message")).contains("deleted here");
        assertThat(owner.get("/api/connections/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void noLogLineHoldsAKeyWhateverHappensToItsCheck(String provider) {
        String wrong = wrongKey();
        add(provider, key(provider));
        add(provider, wrong);
        simulator(provider).misbehave(new Misbehaviour.Answer(checkPath(provider), 1, 500));
        assertThat(add(provider, key(provider)).status()).isEqualTo(503);
        // The JDK's client asks again when a pooled connection dies under a GET.
        simulator(provider).misbehave(new Misbehaviour.DropAfterActing(checkPath(provider), 9));
        assertThat(add(provider, key(provider)).status()).isEqualTo(503);

        assertThat(tenant.cloud().functionLog().lines())
                .isNotEmpty()
                .noneMatch(line ->
                        line.text().contains(key(provider)) || line.text().contains(wrong));
    }

    @Test
    void anElevenLabsKeyWithoutCreditsIsNotCalledWrong() {
        simulator("elevenlabs")
                .misbehave(new Misbehaviour.Answer(
                        "/v1/user",
                        1,
                        401,
                        "{\"detail\":{\"status\":\"quota_exceeded\",\"message\":\"m\"}}",
                        Map.of("Content-Type", "application/json")));

        Answer answer = add("elevenlabs", key("elevenlabs"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("quota_exhausted");
        assertThat(answer.text("/detail")).isEqualTo("The ElevenLabs account has no credits left");
    }

    @Test
    void aMailchimpKeyThatNamesAnotherHostIsRefusedUnsent() {
        int before = tenant.cloud().simulators().requests("mailchimp", "").size();

        Answer answer = add("mailchimp", "0123456789abcdef-us6.evil.example");

        assertThat(answer.text("/detail")).isEqualTo("Mailchimp integration error: Invalid API key");
        assertThat(tenant.cloud().simulators().requests("mailchimp", "")).hasSize(before);
    }

    @Test
    void anOAuthProviderTakesNoKey() {
        Answer answer = add("gmail", "key");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).contains("/api/auth/oauth/gmail/authorize");
    }

    private Answer add(String provider, String key) {
        return owner.post("/api/connections", Map.of("provider", provider, "apiKey", key));
    }

    private Answer renew(PatchbayClient client, String provider, String connection) {
        return client.post(
                "/api/connections", Map.of("provider", provider, "apiKey", key(provider), "connectionId", connection));
    }

    /** Of a form that every provider could have. */
    private static String wrongKey() {
        return "sk.0000000000000000-us6";
    }

    private String key(String provider) {
        return ((TakesKeys) simulator(provider)).key();
    }

    private ProviderSimulator simulator(String provider) {
        return tenant.cloud().simulators().provider(provider);
    }

    private static String checkPath(String provider) {
        return URI.create(catalogued(provider)
                        .usedByKey()
                        .identity()
                        .request()
                        .url()
                        .text())
                .getPath();
    }

    private static Provider catalogued(String provider) {
        return CATALOG.find(provider).orElseThrow();
    }
}
