package dev.patchbay.microsoft;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.provider.AnswerLimit;
import dev.patchbay.provider.ExchangeLimits;
import dev.patchbay.provider.OAuthApps.OAuthApp;
import dev.patchbay.provider.OAuthException;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.provider.ProviderHttp;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.provider.TokenGrants;
import dev.patchbay.provider.UnreliableServer;
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
        MicrosoftGrants grants = new MicrosoftGrants(
                app -> new OAuthApp(new ClientID("id"), new com.nimbusds.oauth2.sdk.auth.Secret("secret")),
                new ProviderHttp(deadline, Clock.systemUTC()),
                Clock.systemUTC());
        ClassLoader classes = MicrosoftGrants.class.getClassLoader();
        Provider provider = new ProviderCatalog(
                        classes, Map.of("outlook-mail", server.url("").toString()))
                .get(new ProviderId("outlook-mail"));
        TokenGrants.Code code = new TokenGrants.Code(
                Secret.of("code"), URI.create("https://patchbay.example/callback"), Optional.empty());
        return !catchThrowableOfType(OAuthException.class, () -> grants.exchange(provider, code))
                .answered();
    }

    @Override
    protected AnswerLimit limit() {
        return AnswerLimit.TOKENS;
    }
}
