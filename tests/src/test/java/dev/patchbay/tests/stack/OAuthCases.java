package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.tests.fixture.Tenant;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold of a provider that is connected by OAuth, in a workspace without connections. */
final class OAuthCases {
    /** How the first account of the simulator is shown, where not by the name that its person logs in with. */
    private static final Map<String, String> SHOWN_AS = Map.of(
            "hubspot", "acme.example",
            "mailchimp", "Acme",
            "slack", "Acme",
            "slack-user", "John Miller",
            "stripe", "Acme Shop");

    private final String name;
    private final Auth.OAuth2 oauth;
    private final Tenant tenant;
    private final PatchbayClient browser;
    private final OAuthProviderSimulator simulator;

    OAuthCases(Provider provider, Tenant tenant) {
        this.name = provider.name().value();
        this.oauth = provider.oauth();
        this.tenant = tenant;
        this.browser = tenant.owner();
        this.simulator = (OAuthProviderSimulator) tenant.cloud().simulators().provider(oauth.app());
    }

    Outcome hold(ProviderCase what) {
        return switch (what) {
            case CONNECT -> connect();
            case DENY -> deny();
            case WRONG_CODE -> wrongCode();
            case FEWER_SCOPES -> fewerScopes();
            case RECONNECT_SAME -> reconnectSame();
            case RECONNECT_OTHER -> reconnectOther();
            case DISCONNECT -> disconnect();
        };
    }

    private Outcome connect() {
        String id = tenant.connect(browser, name, account());

        JsonNode shown = shown(id);
        assertThat(shown.path("message").asText()).isEqualTo("Connected as " + SHOWN_AS.getOrDefault(name, account()));
        assertThat(shown.path("status").asText()).isEqualTo("connected");
        assertThat(shown.path("missingScopes")).isEmpty();
        assertThat(tenant.connections()).hasSize(1);
        return shown.path("choices").isEmpty() ? Outcome.held() : choose(id, shown.path("choices"));
    }

    private Outcome choose(String id, JsonNode choices) {
        String choice = choices.path(0).path("id").asText();

        Answer chosen = browser.send("PATCH", "/api/connections/" + id, "{\"choice\":\"" + choice + "\"}");

        assertThat(chosen.status()).as(chosen.json().toString()).isEqualTo(200);
        assertThat(shown(id).path("nextStep").asText()).isEmpty();
        return Outcome.held("is then for the one of its businesses that the person picks");
    }

    private Outcome deny() {
        Answer answer = browser.open(new Person().deny(tenant.authorizationUrl(browser, name)));

        assertFailed(answer, "access_denied", "Authorization canceled. Integration not connected.");
        return Outcome.held();
    }

    private Outcome wrongCode() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, name), account());

        Answer answer = browser.open(URI.create(callback.toString().replaceAll("([?&])code=[^&]*", "$1code=wrong")));

        assertFailed(answer, "exchange_failed", "Try to connect again.");
        return Outcome.held();
    }

    private Outcome fewerScopes() {
        if (oauth.consent().scopes().isEmpty()) {
            assertThat(shown(tenant.connect(browser, name, account())).path("scopes"))
                    .isEmpty();
            return Outcome.cannotBe("knows no scopes: shows none");
        }
        if (oauth.consent().scopes().size() == 1) {
            // Less than the only scope is a denial.
            deny();
            return Outcome.cannotBe("asks for one scope: less is a denial, which was tried");
        }
        withoutOptionalScope();
        return withoutRequiredScope();
    }

    private Outcome withoutRequiredScope() {
        List<Auth.Scope> required =
                oauth.consent().scopes().stream().filter(Auth.Scope::required).toList();
        Auth.Scope withheld = required.stream()
                .filter(scope -> simulator.letsUntick(scope.scope()))
                .findFirst()
                .orElse(required.getFirst());
        int before = tenant.connections().size();

        Answer answer = browser.open(grantedWithout(withheld));

        assertThat(answer.locationFragment("patchbay_error")).contains("missing_scopes");
        assertThat(answer.locationFragment("patchbay_message").orElse("")).contains(withheld.message());
        assertThat(tenant.connections()).hasSize(before);
        return simulator.letsUntick(withheld.scope())
                ? Outcome.held()
                : Outcome.held("has no ticks: an administrator allows less");
    }

    private void withoutOptionalScope() {
        Optional<Auth.Scope> optional = oauth.consent().scopes().stream()
                .filter(scope -> !scope.required())
                .findFirst();
        if (optional.isEmpty()) {
            return;
        }

        Answer answer = browser.connect(grantedWithout(optional.get()));

        JsonNode shown = shown(answer.text("/id"));
        assertThat(shown.path("missingScopes"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo(optional.get().message());
        assertThat(shown.path("nextStep").asText()).endsWith("and allow what is missing");
    }

    /** The callback of a consent to all that is asked for but this. */
    private URI grantedWithout(Auth.Scope withheld) {
        Set<String> rest = new HashSet<>(oauth.consent().requestedScopes());
        rest.remove(withheld.scope());
        URI consent = tenant.authorizationUrl(browser, name);
        if (simulator.letsUntick(withheld.scope())) {
            return new Person().allow(consent, account(), rest);
        }
        simulator.misbehave(new Misbehaviour.GrantOnly(rest));
        return new Person().allow(consent, account());
    }

    private Outcome reconnectSame() {
        String id = tenant.connect(browser, name, account());
        Set<String> before = simulator.liveTokens();

        Answer again = browser.connect(new Person().allow(renewal(id), account()));

        assertThat(again.text("/id")).isEqualTo(id);
        assertThat(tenant.connections()).hasSize(1);
        assertKeptIsNotOneOf(before, id);
        return Outcome.held();
    }

    /** Revoking the stored grant must end all tokens issued since. */
    private void assertKeptIsNotOneOf(Set<String> before, String id) {
        Set<String> since = new HashSet<>(simulator.liveTokens());
        since.removeAll(before);
        assertThat(since).isNotEmpty();
        if (oauth.revocation().impossible().isEmpty()) {
            browser.delete("/api/connections/" + id);
            assertThat(simulator.liveTokens()).doesNotContainAnyElementsOf(since);
        }
    }

    private Outcome reconnectOther() {
        String id = tenant.connect(browser, name, account());
        String label = shown(id).path("account").asText();
        Other other = other(label);
        Set<String> before = simulator.liveTokens();

        Answer answer = browser.open(new Person().allow(renewal(id), other.login()));

        assertThat(answer.locationFragment("patchbay_error")).contains("account_mismatch");
        assertThat(answer.locationFragment("patchbay_message").orElse("")).contains(label, other.label());
        assertThat(tenant.connections())
                .singleElement()
                .satisfies(kept -> assertThat(kept.path("account").asText()).isEqualTo(label));
        assertRevokedAlone(before);
        return Outcome.held();
    }

    /** The grant of a refused connect is revoked, unless the revocation would reach other grants too. */
    private void assertRevokedAlone(Set<String> before) {
        Set<String> given = new HashSet<>(simulator.liveTokens());
        given.removeAll(before);
        boolean alone =
                oauth.revocation().url().isPresent() && oauth.revocation().reach() == Auth.Revocation.Reach.GRANT;
        assertThat(given.isEmpty()).isEqualTo(alone);
    }

    private record Other(String login, String label) {}

    /** Returns an account that is shown by another name; two people of one Slack workspace have the same name. */
    private Other other(String label) {
        Tenant elsewhere = tenant.other();
        PatchbayClient there = elsewhere.owner();
        return simulator.accounts().stream()
                .skip(1)
                .map(account -> {
                    String id = elsewhere.connect(there, name, account.login());
                    Answer shown = there.get("/api/connections/" + id);
                    return new Other(account.login(), shown.text("/account"));
                })
                .filter(other -> !other.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The simulator of " + oauth.app() + " needs two accounts that are not shown alike"));
    }

    private Outcome disconnect() {
        Set<String> before = simulator.liveTokens();
        String id = tenant.connect(browser, name, account());
        Set<String> given = new HashSet<>(simulator.liveTokens());
        given.removeAll(before);
        assertThat(given).isNotEmpty();

        Answer answer = browser.delete("/api/connections/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(browser.get("/api/connections/" + id).status()).isEqualTo(404);
        Optional<String> impossible = oauth.revocation().impossible();
        assertThat(answer.json().path("revoked").asBoolean())
                .as(answer.text("/message"))
                .isEqualTo(impossible.isEmpty());
        if (impossible.isEmpty()) {
            assertThat(simulator.liveTokens()).doesNotContainAnyElementsOf(given);
            return Outcome.held();
        }
        assertThat(answer.text("/message")).isEqualTo(impossible.get());
        assertThat(simulator.liveTokens()).containsAll(given);
        return Outcome.held("cannot revoke, and says why");
    }

    private String account() {
        return simulator.accounts().getFirst().login();
    }

    private JsonNode shown(String id) {
        return browser.get("/api/connections/" + id).json();
    }

    private URI renewal(String id) {
        return URI.create(browser.get("/api/auth/oauth/" + name + "/authorize?connectionId=" + id)
                .text("/authorizationUrl"));
    }

    private void assertFailed(Answer answer, String error, String sentence) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(302);
        assertThat(answer.locationFragment("patchbay_error")).contains(error);
        assertThat(answer.locationFragment("patchbay_message").orElse("")).endsWith(sentence);
        assertThat(tenant.connections()).isEmpty();
    }
}
