package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.app.SampleApps;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Authorized;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt of an account while it is connected, beyond what the identity call answers. */
class LinkedAccountTest {
    private static final URI REDIRECT = URI.create("https://hub.example/api/auth/oauth/x/callback");
    private static final String COMPANY = "{\"CompanyInfo\":{\"Id\":\"1\",\"CompanyName\":\"Acme Books\"}}";
    private static final String FRESHBOOKS = """
            {"response":{"id":2192788,"email":"john@acme.example","business_memberships":[%s]}}""";
    private static final String STUDIO = """
            {"role":"owner","business":{"id":6543,"name":"Acme Studio","account_id":"ACM123"}}""";
    private static final String CATERING = """
            {"role":"owner","business":{"id":6544,"name":"Acme Catering","account_id":"ACC456"}}""";
    private static final String PERSON = "{\"preferred_username\":\"john@acme.example\"}";

    private final AccountLookup accounts = new AccountLookup(new ProviderHttp(), SampleApps::get);

    @Test
    void quickBooksCompanyIsTheRedirectsAndProvedByTheCall() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, COMPANY)) {
            LinkedAccount linked = accounts.of(
                    provider("quickbooks", server), authorized("{}", Map.of("realmId", "913", "code", "c")));

            assertThat(linked.account()).isEqualTo(new Account("913", "Acme Books"));
            assertThat(linked.parameters()).containsExactly(Map.entry("realmId", "913"));
            assertThat(server.received().getFirst().line())
                    .isEqualTo("GET /v3/company/913/companyinfo/913?minorversion=75 HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "913/../914", "913?x=y", "x", "123456789012345678901"})
    void companyOfAnotherFormIsNotEvenAskedFor(String realmId) {
        try (UnreliableServer server = UnreliableServer.answering(200, COMPANY)) {
            assertThat(failure("quickbooks", server, authorized("{}", Map.of("realmId", realmId))))
                    .isEqualTo(
                            new ProviderError.Transient("QuickBooks did not say the realmId of this account", false));
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void salesforceAccountHasItsOwnHost() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, PERSON)) {
            LinkedAccount linked =
                    accounts.of(provider("salesforce", server), salesforce("https://acme.my.salesforce.com"));

            assertThat(linked.account())
                    .isEqualTo(new Account("https://login.salesforce.com/id/00D1/0051", "john@acme.example"));
            assertThat(linked.apiBase()).contains(URI.create("https://acme.my.salesforce.com"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://169.254.169.254", "http://acme.my.salesforce.com", "https://salesforce.com.evil.example"
            })
    void strangeHostIsRefused(String host) {
        try (UnreliableServer server = UnreliableServer.answering(200, PERSON)) {
            assertThat(failure("salesforce", server, salesforce(host)))
                    .isEqualTo(new ProviderError.Transient(
                            "Salesforce did not say an address of its own for this account's API", false));
        }
    }

    @Test
    void mailchimpDatacentreIsTheApisHost() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, """
                {"dc":"us6","user_id":"8d3a","accountname":"Acme","login":{"email":"john@acme.example"},
                 "api_endpoint":"https://us6.api.mailchimp.com"}""")) {
            LinkedAccount linked = accounts.of(provider("mailchimp", server), authorized("{}", Map.of()));

            assertThat(linked)
                    .isEqualTo(new LinkedAccount(
                            new Account("8d3a", "Acme"),
                            Map.of("dc", "us6"),
                            Optional.of(URI.create("https://us6.api.mailchimp.com"))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254",
                "https://us6.api.mailchimp.com.evil.example",
                "http://us6.api.mailchimp.com"
            })
    void datacentreThatIsNotMailchimpsIsRefused(String base) {
        try (UnreliableServer server = UnreliableServer.answering(200, """
                {"dc":"us6","user_id":"8d3a","accountname":"Acme","login":{"email":"john@acme.example"},
                 "api_endpoint":"%s"}""".formatted(base))) {
            assertThat(failure("mailchimp", server, authorized("{}", Map.of())))
                    .isEqualTo(new ProviderError.Transient(
                            "Mailchimp did not say an address of its own for this account's API", false));
        }
    }

    @Test
    void hubSpotIsAskedByItsApp() throws ProviderException {
        try (UnreliableServer server =
                UnreliableServer.answering(200, "{\"active\":true,\"hub_id\":62515,\"hub_domain\":\"acme.example\"}")) {
            LinkedAccount linked = accounts.of(provider("hubspot", server), authorized("{}", Map.of()));

            assertThat(linked.account()).isEqualTo(new Account("62515", "acme.example"));
            assertThat(server.received().getFirst().headers()).doesNotContainKey("authorization");
            assertThat(server.received().getFirst().body().split("&", -1))
                    .containsExactlyInAnyOrder(
                            "token=access-1",
                            "token_type_hint=access_token",
                            "client_id=client-hubspot",
                            "client_secret=client-secret-1");
        }
    }

    @Test
    void labelIsTheFirstThatIsThere() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(
                200, "{\"business_profile\":{\"name\":null},\"email\":\"shop@acme.example\"}")) {
            LinkedAccount linked =
                    accounts.of(provider("stripe", server), authorized("{\"stripe_user_id\":\"acct_1\"}", Map.of()));

            assertThat(linked.account()).isEqualTo(new Account("acct_1", "shop@acme.example"));
        }
    }

    @Test
    void freshBooksKeepsTheRedirectForItsRefreshes() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, FRESHBOOKS.formatted(STUDIO))) {
            LinkedAccount linked = accounts.of(provider("freshbooks", server), authorized("{}", Map.of()));

            assertThat(linked.account()).isEqualTo(new Account("2192788", "john@acme.example"));
            assertThat(linked.parameters()).containsEntry("redirectUri", REDIRECT.toString());
        }
    }

    @Test
    void severalBusinessesAreForAPersonToPick() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, FRESHBOOKS.formatted(STUDIO + "," + CATERING))) {
            LinkedAccount linked = accounts.of(provider("freshbooks", server), authorized("{}", Map.of()));

            assertThat(linked.choices())
                    .containsExactly(
                            new Choice("ACM123", "Acme Studio", Map.of("accountingId", "ACM123", "businessId", "6543")),
                            new Choice(
                                    "ACC456", "Acme Catering", Map.of("accountingId", "ACC456", "businessId", "6544")));
        }
    }

    @Test
    void businessWithoutAnAccountIsNone() {
        try (UnreliableServer server = UnreliableServer.answering(
                200, FRESHBOOKS.formatted("{\"business\":{\"id\":1,\"name\":\"x\",\"account_id\":null}}"))) {
            assertThat(failure("freshbooks", server, authorized("{}", Map.of())))
                    .isEqualTo(
                            new ProviderError.Transient("FreshBooks did not say any business of this account", false));
        }
    }

    private ProviderError failure(String name, UnreliableServer server, Authorized authorized) {
        return catchThrowableOfType(ProviderException.class, () -> accounts.of(provider(name, server), authorized))
                .error();
    }

    private static Authorized salesforce(String instanceUrl) {
        return authorized(
                "{\"id\":\"https://login.salesforce.com/id/00D1/0051\",\"instance_url\":\"" + instanceUrl + "\"}",
                Map.of());
    }

    private static Authorized authorized(String answer, Map<String, String> redirect) {
        try {
            return new Authorized(
                    new TokenSet(
                            Secret.of("access-1"),
                            Optional.of(Secret.of("refresh-1")),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(),
                            JsonMapper.builder().build().readTree(answer)),
                    redirect,
                    REDIRECT);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Provider provider(String name, UnreliableServer server) {
        Map<String, String> baseUrls = Map.of(name, server.url("").toString());
        return new ProviderCatalog(LinkedAccountTest.class.getClassLoader(), baseUrls).get(new ProviderId(name));
    }
}
