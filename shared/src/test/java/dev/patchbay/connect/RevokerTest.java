package dev.patchbay.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.app.SampleApps;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.RawServer;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.SampleConnection;
import dev.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevokerTest {
    private static final boolean ALONE = false;
    private static final boolean SHARED = true;
    private static final Credential TOKENS =
            new Credential.OAuthTokens(Secret.of("access-1"), Optional.of(Secret.of("refresh-1")));

    private final Revoker revoker = new Revoker(new ProviderHttp(), SampleApps::get);

    @Test
    void googleIsSentTheRefreshTokenInAForm() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            Revoker.Result result = revoke("gmail", server, TOKENS, ALONE);

            assertThat(result).isEqualTo(new Revoker.Result.Revoked("Access was revoked at Gmail"));
            assertThat(server.received().getFirst().line()).isEqualTo("POST /revoke HTTP/1.1");
            assertThat(server.received().getFirst().body()).isEqualTo("token=refresh-1");
        }
    }

    @Test
    void accessTokenIsSentWhereThereIsNoRefreshToken() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            Credential accessOnly = new Credential.OAuthTokens(Secret.of("access-1"), Optional.empty());

            revoke("gmail", server, accessOnly, ALONE);

            assertThat(server.received().getFirst().body()).isEqualTo("token=access-1");
        }
    }

    @Test
    void slackIsSentTheAccessTokenAsBearer() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"ok\":true,\"revoked\":true}")) {
            revoke("slack", server, TOKENS, ALONE);

            assertThat(server.received().getFirst().line()).isEqualTo("POST /api/auth.revoke HTTP/1.1");
            assertThat(server.received().getFirst().headers()).containsEntry("authorization", "Bearer access-1");
        }
    }

    @Test
    void quickBooksIsSentJsonByItsApp() {
        try (UnreliableServer server = UnreliableServer.answering(200, "")) {
            revoke("quickbooks", server, TOKENS, ALONE);

            RawServer.Received received = server.received().getFirst();
            assertThat(received.line()).isEqualTo("POST /v2/oauth2/tokens/revoke HTTP/1.1");
            assertThat(received.body()).isEqualTo("{\"token\":\"refresh-1\"}");
            assertThat(received.headers()).containsEntry("authorization", basic("client-quickbooks"));
        }
    }

    @Test
    void gitHubTokenIsDeletedByItsApp() {
        try (UnreliableServer server = UnreliableServer.answering(204, "")) {
            revoke("github", server, TOKENS, ALONE);

            RawServer.Received received = server.received().getFirst();
            assertThat(received.line()).isEqualTo("DELETE /applications/client-github/token HTTP/1.1");
            assertThat(received.body()).isEqualTo("{\"access_token\":\"access-1\"}");
            assertThat(received.headers()).containsEntry("authorization", basic("client-github"));
        }
    }

    @Test
    void stripeAccountIsDisconnectedByThePlatformsKey() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            revoke("stripe", server, TOKENS, ALONE);

            RawServer.Received received = server.received().getFirst();
            assertThat(received.line()).isEqualTo("POST /oauth/deauthorize HTTP/1.1");
            assertThat(received.body().split("&", -1))
                    .containsExactlyInAnyOrder("client_id=client-stripe", "stripe_user_id=account-1");
            assertThat(received.headers()).containsEntry("authorization", "Bearer client-secret-1");
        }
    }

    @Test
    void mailchimpSaysWhyItCannot() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            assertThat(revoke("mailchimp", server, TOKENS, ALONE))
                    .isInstanceOf(Revoker.Result.NotRevoked.class)
                    .extracting(Revoker.Result::message)
                    .asString()
                    .startsWith("Mailchimp has no way for an app to end its own access. ");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void refusalNamesTheRemedy() {
        try (UnreliableServer server = UnreliableServer.answering(503, "")) {
            assertThat(revoke("gmail", server, TOKENS, ALONE))
                    .isEqualTo(new Revoker.Result.NotRevoked(
                            "Gmail did not confirm the revocation "
                                    + "(Gmail returned a temporary error (status 503)). "
                                    + "Remove the app in your Gmail account",
                            true));
        }
    }

    @Test
    void revocationThatWouldEndAnotherConnectionIsNotMade() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            assertThat(revoke("gmail", server, TOKENS, SHARED)).isInstanceOf(Revoker.Result.NotRevoked.class);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void keyIsLeftToThePerson() {
        try (UnreliableServer server = UnreliableServer.answering(200, "{}")) {
            Credential key = new Credential.ApiKey(Secret.of("key-1"));

            assertThat(revoke("apollo", server, key, ALONE))
                    .isEqualTo(new Revoker.Result.NotRevoked(
                            "The key was deleted here. Delete it in Apollo too if nobody else uses it"));
            assertThat(server.received()).isEmpty();
        }
    }

    private Revoker.Result revoke(String name, UnreliableServer server, Credential credential, boolean shared) {
        Provider provider = provider(name, server);
        return revoker.revoke(provider, connection(provider.name(), Map.of()), credential, shared);
    }

    private static Connection connection(ProviderId provider, Map<String, String> parameters) {
        LinkedAccount linked = new LinkedAccount(new Account("account-1", "John"), parameters, Optional.empty());
        return SampleConnection.of(provider, linked, Set.of(), Optional.empty());
    }

    private static String basic(String client) {
        return "Basic "
                + Base64.getEncoder().encodeToString((client + ":client-secret-1").getBytes(StandardCharsets.UTF_8));
    }

    private static Provider provider(String name, UnreliableServer server) {
        Map<String, String> baseUrls = Map.of(name, server.url("").toString());
        return new ProviderCatalog(RevokerTest.class.getClassLoader(), baseUrls).get(new ProviderId(name));
    }
}
