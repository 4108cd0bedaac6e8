package dev.patchbay.microsoft;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ExchangeLimits;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.oauth.GrantStrategy;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** That no exchange by MSAL4J is longer than its limits. */
class MicrosoftLimitsTest extends ExchangeLimits {
    @Override
    protected boolean mayHaveActed(UnreliableServer server, Duration deadline) {
        MicrosoftGrantStrategy grants = new MicrosoftGrantStrategy(
                app -> new OAuthApp(new ClientID("id"), new com.nimbusds.oauth2.sdk.auth.Secret("secret")),
                new ProviderHttp(deadline, Clock.systemUTC()),
                Clock.systemUTC());
        ClassLoader classes = MicrosoftGrantStrategy.class.getClassLoader();
        Provider provider = new ProviderCatalog(
                        classes, Map.of("outlook-mail", server.url("").toString()))
                .get(new ProviderId("outlook-mail"));
        GrantStrategy.Code code = new GrantStrategy.Code(
                Secret.of("code"), URI.create("https://patchbay.example/callback"), Optional.empty());
        return !catchThrowableOfType(OAuthException.class, () -> grants.exchange(provider, code))
                .answered();
    }

    @Override
    protected AnswerLimit limit() {
        return AnswerLimit.TOKENS;
    }
}
