package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ExchangeLimits;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.SampleYaml;
import dev.patchbay.vault.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** That no call of a token endpoint is longer than its limits, in time and in bytes. */
class GrantLimitsTest extends ExchangeLimits {
    @Override
    protected boolean mayHaveActed(UnreliableServer server, Duration deadline) {
        OAuthFlow flow = new OAuthFlow(
                app -> new OAuthApp(new ClientID("id"), new com.nimbusds.oauth2.sdk.auth.Secret("secret")),
                new ProviderHttp(deadline, Clock.systemUTC()),
                Clock.systemUTC());
        Provider provider = SampleYaml.moved(
                SampleYaml.provider(), Map.of("sample", server.url("").toString()));
        GrantStrategy.Renewal renewal = new GrantStrategy.Renewal(Secret.of("refresh"), Map.of());
        return !catchThrowableOfType(OAuthException.class, () -> flow.refresh(provider, renewal))
                .answered();
    }

    @Override
    protected AnswerLimit limit() {
        return AnswerLimit.TOKENS;
    }
}
