package dev.patchbay.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.app.SampleApps;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.vault.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountLookupTest {
    private static final String HEALTHY = "{\"healthy\":true,\"is_logged_in\":true}";
    private static final Secret KEY = Secret.of("apollo-key-0123456789");

    private final AccountLookup accounts = new AccountLookup(new ProviderHttp(), SampleApps::get);

    @Test
    void accountIsWhereTheCatalogueSays() throws ProviderException {
        try (UnreliableServer server =
                UnreliableServer.answering(200, "{\"id\":\"1078\",\"email\":\"john@example.org\"}")) {
            assertThat(accounts.of(provider("gmail", server), Secret.of("token"))
                            .account())
                    .isEqualTo(new Account("1078", "john@example.org"));
            assertThat(server.received().getFirst().line()).isEqualTo("GET /oauth2/v2/userinfo HTTP/1.1");
            assertThat(server.received().getFirst().headers()).containsEntry("authorization", "Bearer token");
        }
    }

    @Test
    void answerWithoutAnAccountIsTransient() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"email\":\"john@example.org\"}")) {
            assertThat(failure(provider("gmail", server), Secret.of("token")))
                    .isEqualTo(new ProviderError.Transient("Gmail did not say whose account this is", false));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void restrictedKeyIsGood(int status) throws ProviderException {
        String body =
                "{\"error\":{\"message\":\"You have insufficient permissions. Missing scopes: api.model.read.\"}}";
        try (UnreliableServer server = UnreliableServer.answering(status, body)) {
            Account account = accounts.of(provider("openai", server), KEY).account();

            assertThat(account.label()).isEqualTo("API key …6789");
        }
    }

    @Test
    void badKeyIsNotTakenForARestrictedOne() {
        String body = "{\"error\":{\"message\":\"Incorrect API key provided.\",\"code\":\"invalid_api_key\"}}";
        try (UnreliableServer server = UnreliableServer.answering(401, body)) {
            assertThat(failure(provider("openai", server), KEY))
                    .isEqualTo(new ProviderError.Unauthorized("OpenAI integration error: Invalid API key"));
        }
    }

    @Test
    void labelIsOneLineOfAtMost200Characters() throws ProviderException {
        String name = "\\u0007John\\n\\u202eMiller " + "x".repeat(1_000_000);
        try (UnreliableServer server =
                UnreliableServer.answering(200, "{\"id\":\"1078\",\"email\":\"" + name + "\"}")) {
            String label = accounts.of(provider("gmail", server), Secret.of("token"))
                    .account()
                    .label();

            assertThat(label).hasSize(200).startsWith("John Miller xx").endsWith("x…");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "LONG"})
    void accountIdIsNeverShortened(String id) {
        String sent = id.equals("LONG") ? "x".repeat(257) : id;
        try (UnreliableServer server =
                UnreliableServer.answering(200, "{\"id\":\"" + sent + "\",\"email\":\"john@example.org\"}")) {
            assertThat(failure(provider("gmail", server), Secret.of("token")))
                    .isEqualTo(new ProviderError.Transient(
                            "Gmail answered with an account id that cannot be kept", false));
        }
    }

    @Test
    void keyGoesIntoItsHeader() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, HEALTHY)) {
            accounts.of(provider("apollo", server), KEY);

            assertThat(server.received().getFirst().headers())
                    .containsEntry("x-api-key", "apollo-key-0123456789")
                    .doesNotContainKey("authorization");
        }
    }

    @Test
    void keyOfAProviderWithoutAccountIdsIsKnownByItsHash() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, HEALTHY)) {
            Account account = accounts.of(provider("apollo", server), KEY).account();

            assertThat(account.id()).matches("key-[0-9a-f]{20}");
            assertThat(account.label()).isEqualTo("API key …6789");
            assertThat(accounts.of(provider("apollo", server), KEY).account()).isEqualTo(account);
            assertThat(accounts.of(provider("apollo", server), Secret.of("another-key-6789"))
                            .account()
                            .id())
                    .isNotEqualTo(account.id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-1\",\"first_name\":null}"})
    void keyWhoseOwnerHasNoNameIsShownByItsEnd(String answer) throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, answer)) {
            assertThat(accounts.of(provider("elevenlabs", server), KEY).account())
                    .isEqualTo(new Account("u-1", "API key …6789"));
        }
    }

    @Test
    void shortKeyIsNotShownAtAll() throws ProviderException {
        try (UnreliableServer server = UnreliableServer.answering(200, HEALTHY)) {
            assertThat(accounts.of(provider("apollo", server), Secret.of("key-6789"))
                            .account()
                            .label())
                    .isEqualTo("API key");
        }
    }

    @Test
    void refusesAKeyThatIsNotLoggedIn() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"healthy\":true,\"is_logged_in\":false}")) {
            assertThat(failure(provider("apollo", server), KEY))
                    .isEqualTo(new ProviderError.Unauthorized("Apollo integration error: Invalid API key"));
        }
    }

    @Test
    void refusedKeyIsRefusedInTheProvidersOwnWords() {
        try (UnreliableServer server = UnreliableServer.answering(401, "Invalid access credentials.")) {
            assertThat(failure(provider("apollo", server), KEY))
                    .isEqualTo(new ProviderError.Unauthorized("Apollo integration error: Invalid API key"));
        }
    }

    @Test
    void outageIsNotAWrongKey() {
        try (UnreliableServer server = UnreliableServer.answering(503, "")) {
            assertThat(failure(provider("apollo", server), KEY)).isInstanceOf(ProviderError.Transient.class);
        }
    }

    private ProviderError failure(Provider provider, Secret secret) {
        return catchThrowableOfType(ProviderException.class, () -> accounts.of(provider, secret))
                .error();
    }

    private static Provider provider(String name, UnreliableServer server) {
        Map<String, String> baseUrls = Map.of(name, server.url("").toString());
        return new ProviderCatalog(AccountLookupTest.class.getClassLoader(), baseUrls).get(new ProviderId(name));
    }
}
