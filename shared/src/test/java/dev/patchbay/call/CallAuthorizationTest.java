package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallAuthorizationTest {
    private static final ProviderCatalog CATALOG =
            new ProviderCatalog(CallAuthorizationTest.class.getClassLoader(), Map.of());
    private static final ProviderRequest CALL = ProviderRequest.of("GET", URI.create("https://api.example/v1/account"));
    private static final Secret SECRET = Secret.of("of-the-connection");

    @Test
    void tokenIsTheBearerWhereNothingElseIsSaid() {
        OAuthApps unused = app -> {
            throw new AssertionError("No app's secret is needed");
        };

        assertThat(headers("gmail", unused, Map.of()))
                .containsEntry("Authorization", "Bearer of-the-connection")
                .hasSize(CALL.headers().size() + 1);
    }

    @Test
    void stripeIsCalledByThePlatformForTheAccount() {
        OAuthApps apps = app ->
                new OAuthApps.OAuthApp(new ClientID("ca_1"), new com.nimbusds.oauth2.sdk.auth.Secret("sk_of_" + app));

        assertThat(headers("stripe", apps, Map.of("account", "acct_1")))
                .containsEntry("Authorization", "Bearer sk_of_stripe")
                .containsEntry("Stripe-Account", "acct_1");
    }

    private static Map<String, String> headers(String provider, OAuthApps apps, Map<String, String> parameters) {
        return new CallAuthorization(apps)
                .of(CATALOG.get(new ProviderId(provider)), CALL, SECRET, parameters)
                .headers();
    }
}
