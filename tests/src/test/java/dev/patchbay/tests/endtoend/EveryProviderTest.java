package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.provider.ProviderId;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One flow for every provider with OAuth: the same cases over the running stack, each at its own simulator. Prints its table. */
@ExtendWith(StackUnderTest.class)
class EveryProviderTest {
    private static final ProviderCatalog CATALOG =
            new ProviderCatalog(EveryProviderTest.class.getClassLoader(), Map.of());
    private static final List<String> CASES =
            List.of("connect", "deny", "wrong code", "fewer scopes", "reconnect same", "reconnect other", "disconnect");
    private static final Map<String, Map<String, String>> TABLE = new ConcurrentHashMap<>();

    private final Tenant tenant;
    private final PatchbayClient browser;

    EveryProviderTest(Tenant tenant) {
        this.tenant = tenant;
        this.browser = tenant.owner();
    }

    /** A provider with two accounts of its simulator, and what they are shown as. */
    record Row(String provider, String account, String shown, String other, String otherShown) {
        @Override
        public String toString() {
            return provider;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                google("gmail"),
                google("google-calendar"),
                google("google-sheets"),
                google("google-contacts"),
                google("google-tasks"),
                google("google-drive"),
                new Row("linkedin", "john@acme.example", "john@acme.example", "jane@acme.example", "jane@acme.example"),
                new Row("slack", "john@acme.example", "Acme", "gina@globex.example", "Globex"),
                new Row("slack-user", "john@acme.example", "John Miller", "jane@acme.example", "Jane Doe"),
                new Row("mailchimp", "john@acme.example", "Acme", "jane@globex.example", "Globex"),
                new Row("stripe", "acme@shop.example", "Acme Shop", "globex@shop.example", "Globex Shop"),
                new Row("quickbooks", "Acme Books", "Acme Books", "Globex Books", "Globex Books"),
                new Row(
                        "freshbooks",
                        "john@acme.example",
                        "john@acme.example",
                        "jane@globex.example",
                        "jane@globex.example"),
                new Row(
                        "salesforce",
                        "john@acme.example",
                        "john@acme.example",
                        "jane@globex.example",
                        "jane@globex.example"),
                new Row("hubspot", "john@acme.example", "acme.example", "jane@globex.example", "globex.example"),
                new Row("github", "john-acme", "john-acme", "jane-acme", "jane-acme"));
    }

    private static Row google(String provider) {
        return new Row(provider, "john@gmail.com", "john@gmail.com", "jane@gmail.com", "jane@gmail.com");
    }

    @AfterAll
    static void print() {
        StringBuilder table = new StringBuilder("%-18s".formatted(""));
        CASES.forEach(name -> table.append("%-16s".formatted(name)));
        new TreeMap<>(TABLE).forEach((provider, outcomes) -> {
            table.append("%n%-18s".formatted(provider));
            CASES.forEach(name -> table.append("%-16s".formatted(outcomes.getOrDefault(name, "FAILED"))));
        });
        System.out.println(table);
    }

    @Test
    void noProviderIsForgotten() {
        Set<String> catalogued = CATALOG.all().stream()
                .filter(provider -> provider.auth() instanceof Auth.OAuth2)
                .map(provider -> provider.name().value())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows().map(Row::provider))
                .as("Give each provider with OAuth a row with two accounts of its simulator")
                .containsExactlyInAnyOrderElementsOf(catalogued);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void consentConnectsTheAccountThatWasChosen(Row row) {
        Answer shown = browser.get(path(connect(row)));

        assertThat(shown.text("/status")).isEqualTo("connected");
        assertThat(shown.text("/says")).isEqualTo("Connected as " + row.shown());
        assertThat(shown.json().path("missingScopes")).isEmpty();
        passed(row, "connect", "ok");
    }

    @Test
    void linkedInsEndIsKnownFromTheFirstDay() {
        String id = tenant.connect(browser, "linkedin", "john@acme.example");

        assertThat(Instant.parse(browser.get(path(id)).text("/grantExpiresAt")))
                .isCloseTo(Instant.now().plus(60, ChronoUnit.DAYS), within(5, ChronoUnit.MINUTES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void denialConnectsNothing(Row row) {
        Answer answer = browser.open(new Person().deny(tenant.authorizationUrl(browser, row.provider())));

        assertFailed(answer, "access_denied");
        assertThat(answer.locationQuery("message")).contains("Authorization canceled. Integration not connected.");
        passed(row, "deny", "ok");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void wrongCodeConnectsNothing(Row row) {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, row.provider()), row.account());

        Answer answer = browser.open(URI.create(callback.toString().replaceAll("code=[^&]*", "code=wrong")));

        assertFailed(answer, "exchange_failed");
        passed(row, "wrong code", "ok");
    }

    /** Where a person can untick what is needed, nothing is connected; elsewhere it is all or nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void fewerScopesThanNeededConnectNothing(Row row) {
        URI consent = tenant.authorizationUrl(browser, row.provider());

        Answer answer = browser.open(new Person().allow(consent, row.account(), Set.of()));

        if (catalogued(row).oauth().app().equals("google")) {
            assertFailed(answer, "missing_scopes");
            passed(row, "fewer scopes", "ok");
        } else {
            assertThat(answer.locationQuery("connected")).contains(row.provider());
            passed(row, "fewer scopes", "all or none");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void sameAccountRenewsItsConnection(Row row) {
        String id = connect(row);

        Answer again = browser.open(new Person().allow(reconnect(row, id), row.account()));

        assertThat(again.locationQuery("connection")).contains(id);
        assertThat(tenant.connections()).hasSize(1);
        passed(row, "reconnect same", "ok");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void otherAccountIsRefusedWithBothNames(Row row) {
        String id = connect(row);

        Answer answer = browser.open(new Person().allow(reconnect(row, id), row.other()));

        assertThat(answer.locationQuery("error")).contains("account_mismatch");
        assertThat(answer.locationQuery("message").orElse("")).contains(row.shown(), row.otherShown());
        assertThat(tenant.connections()).hasSize(1);
        passed(row, "reconnect other", "ok");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void disconnectingRevokesOrSaysWhyItCannot(Row row) {
        String id = connect(row);

        Answer answer = browser.delete(path(id));

        boolean possible = catalogued(row).oauth().revocation().impossible().isEmpty();
        assertThat(answer.json().path("revoked").asBoolean())
                .as(answer.text("/message"))
                .isEqualTo(possible);
        assertThat(answer.text("/message")).isNotEmpty();
        assertThat(browser.get(path(id)).status()).isEqualTo(404);
        passed(row, "disconnect", possible ? "revoked" : "says why not");
    }

    private String connect(Row row) {
        return tenant.connect(browser, row.provider(), row.account());
    }

    private URI reconnect(Row row, String id) {
        return URI.create(browser.get("/api/auth/oauth/" + row.provider() + "/authorize?connection=" + id)
                .text("/authorizationUrl"));
    }

    private void assertFailed(Answer answer, String error) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(302);
        assertThat(answer.locationQuery("error")).contains(error);
        assertThat(tenant.connections()).isEmpty();
    }

    private static String path(String id) {
        return "/api/connections/" + id;
    }

    private static Provider catalogued(Row row) {
        return CATALOG.get(new ProviderId(row.provider()));
    }

    private static void passed(Row row, String name, String outcome) {
        TABLE.computeIfAbsent(row.provider(), missing -> new ConcurrentHashMap<>())
                .put(name, outcome);
    }
}
