package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ProviderAction;
import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.exchange.ReceivedRequest;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.action.RunningActions;
import dev.patchbay.tests.action.ScriptedAction;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stripe, which is called by the platform's own key for an account: an action that does so, since Patchbay has none yet. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class StripeAccountTest {
    private static final String ACME = "acme@shop.example";
    private static final String ACCOUNT = "/v1/account";

    private final MovableClock clock = new MovableClock();
    private final SimulatedProviders providers;
    private final RunningActions actions;
    private final Connection connection;

    StripeAccountTest(Aws aws) {
        providers = new SimulatedProviders(aws, clock);
        actions = new RunningActions(aws, clock, providers);
        connection = providers.connectIdentified(aws.newWorkspace(), "stripe", ACME);
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    /** Requests the name of the account. */
    private record AccountName(ProviderHttp http) implements ProviderAction<ScriptedAction.Note> {
        @Override
        public String name() {
            return ScriptedAction.NAME;
        }

        @Override
        public Class<ScriptedAction.Note> inputType() {
            return ScriptedAction.Note.class;
        }

        @Override
        public boolean safeToRepeat() {
            return true;
        }

        @Override
        public void check(ScriptedAction.Note input) {}

        @Override
        public ActionResult call(ScriptedAction.Note input, Access access) throws ProviderException {
            ProviderRequest request =
                    ProviderRequest.of("GET", URI.create(access.provider().api().baseUrl() + ACCOUNT));
            return ActionResult.of(
                    "name",
                    http.call(access.provider(), access.authorized(request))
                            .json()
                            .at("/business_profile/name")
                            .asText());
        }
    }

    @Test
    void actionReachesTheAccountOfItsConnection() {
        ActionMessage message = acted();

        assertThat(actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(actions.find(message).outcome().result().path("name").asText())
                .isEqualTo("Acme Shop");
    }

    @Test
    void accountThatLeftThePlatformEndsTheConnection() {
        providers.simulators().provider("stripe").misbehave(new Misbehaviour.RevokeGrant(ACME));

        ActionMessage message = acted();

        assertThat(providers.simulators().requests("stripe", ACCOUNT))
                .last()
                .extracting(ReceivedRequest::status)
                .isEqualTo(403);
        assertThat(actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(status()).isEqualTo(ConnectionStatus.REVOKED);
    }

    @Test
    void missingPlatformKeyIsAnErrorOfTheApp() {
        ActionMessage message = acted(app -> {
            throw new OAuthAppMissingException(app);
        });

        assertThat(actions.find(message).outcome().failure().orElseThrow().code())
                .isEqualTo("provider_app_refused");
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    private ActionMessage acted() {
        return acted(providers.apps());
    }

    private ActionMessage acted(OAuthApps apps) {
        ActionMessage message = actions.accepted(connection, "hello");
        actions.runner(new AccountName(providers.http()), apps).run(message, RunningActions.FIRST);
        return message;
    }

    private ConnectionStatus status() {
        return providers
                .connections()
                .find(connection.workspace(), connection.id())
                .orElseThrow()
                .status();
    }
}
