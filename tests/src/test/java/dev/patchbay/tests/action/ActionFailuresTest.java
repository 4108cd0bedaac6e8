package dev.patchbay.tests.action;

import static dev.patchbay.tests.action.RunningActions.FIRST;
import static dev.patchbay.tests.action.RunningActions.LAST;
import static dev.patchbay.tests.action.RunningActions.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRunner;
import dev.patchbay.action.ActionRunner.Disposition;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.Delivery;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The effect of each kind of failure at the provider, on the action and on its connection. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionFailuresTest {
    private static final String JOHN = "john@gmail.com";
    private static final ProviderError REFUSED = new ProviderError.Unauthorized("Gmail no longer accepts this");
    private static final ProviderError NOT_DONE = new ProviderError.Transient("Gmail is unavailable", false);
    private static final ProviderError CUT_OFF = new ProviderError.Transient("Gmail did not answer", true);

    private final Disposition done = new Disposition.Done();

    @RegisterExtension
    private final ActionScene scene;

    private ActionMessage message;

    ActionFailuresTest(Aws aws) {
        scene = new ActionScene(aws);
        message = scene.actions.accepted(scene.connection(), "hello");
    }

    @BeforeEach
    void accept() {
        message = scene.actions.accepted(scene.connection(), "hello");
    }

    @Test
    void refusedTokenIsRefreshedOnceAndTheCallRepeated() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(action.calls()).hasSize(2);
        assertThat(action.calls().getFirst().secret())
                .isNotEqualTo(action.calls().getLast().secret());
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aSecondRefusalAfterARefreshIsRepeatedOnceInPlace() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED).fails(REFUSED);

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).hasSize(3);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aTokenThatIsStillRefusedAfterARefreshEndsNoConnection() {
        ScriptedAction action =
                new ScriptedAction(false).fails(REFUSED).fails(REFUSED).fails(REFUSED);
        ActionRunner runner = scene.actions.runner(action);

        Disposition refused = runner.run(message, FIRST);
        ConnectionStatus meanwhile = status();
        Disposition accepted = runner.run(message, new Delivery(PLENTY, 2));

        assertThat(refused).isInstanceOf(Disposition.Later.class);
        assertThat(meanwhile).isEqualTo(ConnectionStatus.ERROR);
        assertThat(accepted).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void refusedTokenFailsTheActionAtItsDeadline() {
        ScriptedAction action = new ScriptedAction(false);
        IntStream.range(0, 60).forEach(call -> action.fails(REFUSED));

        runUntilDone(scene.actions.runner(action));

        assertThat(failure().code()).isEqualTo("unauthorized");
        assertThat(failure().message()).startsWith(REFUSED.message() + ". Tried ");
        assertThat(status()).isEqualTo(ConnectionStatus.ERROR);
        assertThat(scene.providers.refreshes()).as("at most every ten minutes").isLessThanOrEqualTo(2);
    }

    @Test
    void revokedGrantEndsTheConnectionWithoutASecondCall() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);
        scene.providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).hasSize(1);
        assertThat(failure().message()).isEqualTo("Gmail access was revoked");
        assertThat(status()).isEqualTo(ConnectionStatus.REVOKED);
    }

    @Test
    void anOutageWhileARefusedTokenIsRenewedIsWaitedOut() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);
        ActionRunner runner = scene.actions.runner(action);
        scene.providers.tokenOutage("google", 1, 503);

        Disposition duringOutage = runner.run(message, FIRST);
        ActionState waiting = scene.actions.find(message).state();
        Disposition afterwards = runner.run(message, FIRST);

        assertThat(duringOutage).isInstanceOf(Disposition.Later.class);
        assertThat(waiting).isEqualTo(ActionState.QUEUED);
        assertThat(afterwards).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void refusedOAuthAppDelaysTheActionOnly() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);
        OAuthApps wrong = app -> new OAuthApps.OAuthApp(new ClientID("local-google-client"), new Secret("wrong"));

        Disposition disposition = scene.actions.runner(action, wrong).run(message, FIRST);

        assertThat(disposition).isInstanceOf(Disposition.Later.class);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.QUEUED);
        assertThat(failure().code()).isEqualTo("provider_app_refused");
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.actions.runner(action).run(message, FIRST)).isEqualTo(done);
        assertThat(scene.actions.find(message).state())
                .as("once the app is fixed")
                .isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void anActionWhoseOAuthAppIsNotFixedInTimeFails() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);
        OAuthApps wrong = app -> new OAuthApps.OAuthApp(new ClientID("local-google-client"), new Secret("wrong"));

        assertThat(scene.actions.runner(action, wrong).run(message, LAST)).isEqualTo(done);

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(failure().code()).isEqualTo("provider_app_refused");
    }

    @Test
    void longProviderMessageFailsTheActionAtOnce() {
        String long500KB = "no ".repeat(170_000);
        ScriptedAction action =
                new ScriptedAction(false).fails(new ProviderError.InvalidInput(long500KB, Optional.of(long500KB)));

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(failure().message()).hasSize(500);
        assertThat(failure().suggestion().orElseThrow()).hasSize(500);
    }

    @Test
    void longInputFieldNameFailsTheActionAtOnce() {
        message = scene.actions.accepted(
                scene.connection(),
                JsonNodeFactory.instance.objectNode().put("text", "hello").put("x".repeat(500_000), "y"));

        Disposition disposition =
                scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(failure().code()).isEqualTo("invalid_input");
        assertThat(failure().message()).hasSizeLessThanOrEqualTo(500);
    }

    @Test
    void oneRefusalOfAnApiKeyIsNotNoticed() {
        scene.useApiKey();
        message = scene.actions.accepted(scene.connection(), "hello");
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).hasSize(2);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void apiKeyRefusedTwiceIsDoubtedUntilACallSucceeds() {
        scene.useApiKey();
        message = scene.actions.accepted(scene.connection(), "hello");
        ActionRunner runner =
                scene.actions.runner(new ScriptedAction(false).fails(REFUSED).fails(REFUSED));

        Disposition refused = runner.run(message, FIRST);
        ConnectionStatus meanwhile = status();
        runner.run(message, new Delivery(PLENTY, 2));

        assertThat(refused).isInstanceOf(Disposition.Later.class);
        assertThat(meanwhile).isEqualTo(ConnectionStatus.ERROR);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aTokenThatCannotBeRefreshedNowKeepsTheActionInTheQueue() {
        ScriptedAction action = new ScriptedAction(false);
        scene.clock.advance(Duration.ofHours(2));
        message = scene.actions.accepted(scene.connection(), "hello");
        scene.providers.tokenOutage("google", 3, 503);

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isInstanceOf(Disposition.Later.class);
        assertThat(action.calls()).isEmpty();
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.QUEUED);
    }

    @Test
    void theLongerAnOutageTheLongerTheWaits() {
        ActionRunner runner = scene.actions.runner(new ScriptedAction(false));
        scene.clock.advance(Duration.ofHours(2));
        message = scene.actions.accepted(scene.connection(), "hello");
        scene.providers.tokenOutage("google", 9, 503);

        List<Duration> waits = Stream.of(1, 4, 8)
                .map(count -> runner.run(message, new Delivery(PLENTY, count)))
                .map(disposition -> ((Disposition.Later) disposition).after())
                .toList();

        assertThat(waits.getFirst()).isEqualTo(Duration.ofSeconds(2));
        assertThat(waits.get(1)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(96), Duration.ofSeconds(128));
    }

    @Test
    void anOutageBeyondAllDeliveriesFailsTheActionOnly() {
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.tokenOutage("google", 3, 503);

        Disposition disposition =
                scene.actions.runner(new ScriptedAction(false)).run(message, LAST);

        assertThat(disposition).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(failure().code()).isEqualTo("provider_unavailable");
        assertThat(failure().suggestion()).contains("Send it again later");
        assertThat(status()).isEqualTo(ConnectionStatus.ERROR);
    }

    @Test
    void aRateLimitOnTheLastDeliveryFailsTheAction() {
        ScriptedAction action = new ScriptedAction(false)
                .fails(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(30)));

        Disposition disposition = scene.actions.runner(action).run(message, LAST);

        assertThat(disposition).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(failure().code()).isEqualTo("rate_limited");
    }

    @Test
    void whenTheRenewalTookTooLongTheCallIsLeftToTheNextDelivery() {
        ScriptedAction action = new ScriptedAction(false).fails(REFUSED);
        OAuthApps slow = app -> {
            scene.clock.advance(Duration.ofSeconds(18));
            return scene.providers.apps().get(app);
        };
        ActionRunner runner = scene.actions.runner(action, slow);

        Disposition first = runner.run(message, FIRST);
        ActionState between = scene.actions.find(message).state();
        runner.run(message, FIRST);

        assertThat(first).isEqualTo(new Disposition.Later(Duration.ZERO));
        assertThat(between).isEqualTo(ActionState.QUEUED);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(action.calls()).hasSize(2);
    }

    @Test
    void aRateLimitSendsTheActionBackForAsLongAsTheProviderAsks() {
        ScriptedAction action = new ScriptedAction(false)
                .fails(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(30)));

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(new Disposition.Later(Duration.ofSeconds(30)));
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.QUEUED);
        assertThat(failure().code()).isEqualTo("rate_limited");
    }

    @Test
    void successAfterARateLimitClearsTheFailure() {
        ActionRunner runner = scene.actions.runner(new ScriptedAction(false)
                .fails(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(30))));
        runner.run(message, FIRST);
        scene.clock.advance(Duration.ofSeconds(30));

        runner.run(message, FIRST);

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(scene.actions.find(message).outcome().failure()).isEmpty();
    }

    @Test
    void retriesHarmlessErrorsUntilTheDeadlineThenReports() {
        ScriptedAction action = new ScriptedAction(false);
        IntStream.range(0, 60).forEach(call -> action.fails(NOT_DONE));
        Instant accepted = scene.clock.instant();

        runUntilDone(scene.actions.runner(action));

        assertThat(scene.clock.instant()).isEqualTo(accepted.plus(Duration.ofMinutes(15)));
        assertThat(action.calls()).hasSizeBetween(11, 14);
        assertThat(scene.actions.find(message).progress().attempts())
                .isEqualTo(action.calls().size());
        assertThat(failure())
                .isEqualTo(new ActionFailure(
                        "provider_unavailable",
                        "Gmail is unavailable. Tried " + action.calls().size()
                                + " times in 15 minutes, and the deadline allows no further attempt",
                        Optional.of("Send it again later")));
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void outageWithinTheDeadlineFailsNoAction() {
        message = scene.actions.acceptedUntil(scene.clock.instant().plus(Duration.ofHours(12)), scene.connection());
        Instant recovered = scene.clock.instant().plus(Duration.ofMinutes(11 * 60 + 50));
        ScriptedAction action = new ScriptedAction(false);
        IntStream.range(0, 400)
                .forEach(call -> action.does(() -> {
                    if (scene.clock.instant().isBefore(recovered)) {
                        throw new ProviderException(NOT_DONE);
                    }
                }));

        int deliveries = runUntilDone(scene.actions.runner(action));

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(deliveries).isLessThan(Delivery.LAST - 50);
    }

    @Test
    void rateLimitsWithoutAWaitAreWaitedOut() {
        ScriptedAction action = new ScriptedAction(false);
        IntStream.range(0, 5)
                .forEach(call ->
                        action.fails(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(1))));

        runUntilDone(scene.actions.runner(action));

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(action.calls()).hasSize(6);
    }

    @Test
    void waitingActionShowsReasonAndNextAttempt() {
        ScriptedAction action = new ScriptedAction(false).fails(NOT_DONE).fails(NOT_DONE);

        Disposition.Later later =
                (Disposition.Later) scene.actions.runner(action).run(message, FIRST);

        assertThat(scene.actions.find(message).progress().nextAttemptAt())
                .contains(scene.clock.instant().plus(later.after()));
        assertThat(scene.actions.find(message).progress().attempts()).isEqualTo(2);
        assertThat(failure().code()).isEqualTo("provider_unavailable");
    }

    /** Delivers as the queue does: after each wait once more. */
    private int runUntilDone(ActionRunner runner) {
        int count = 1;
        while (runner.run(message, new Delivery(PLENTY, count)) instanceof Disposition.Later later) {
            scene.clock.advance(later.after());
            count++;
        }
        return count;
    }

    @Test
    void aCallThatWasCutOffHasAnUnknownOutcome() {
        ScriptedAction action = new ScriptedAction(false).fails(CUT_OFF);

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(action.calls()).hasSize(1);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.UNKNOWN);
        assertThat(failure().code()).isEqualTo("outcome_unknown");
    }

    @Test
    void aCallThatWasCutOffIsRepeatedWhereThatIsSafe() {
        ScriptedAction action = new ScriptedAction(true).fails(CUT_OFF);

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).hasSize(2);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void aUsedUpQuotaFailsTheActionAtOnce() {
        assertFailsAtOnce(
                new ProviderError.QuotaExhausted("The daily limit is reached", Optional.empty()), "quota_exhausted");
    }

    @Test
    void refusedInputFailsTheActionAtOnce() {
        assertFailsAtOnce(new ProviderError.InvalidInput("Too long", Optional.empty()), "invalid_input");
    }

    @Test
    void notFoundFailsTheActionAtOnce() {
        assertFailsAtOnce(new ProviderError.NotFound("Channel not found", Optional.empty()), "not_found");
    }

    @Test
    void aMissingPermissionFailsTheActionAtOnce() {
        assertFailsAtOnce(new ProviderError.Misconfigured("Gmail needs a permission"), "not_allowed");
    }

    private void assertFailsAtOnce(ProviderError error, String code) {
        ScriptedAction action = new ScriptedAction(true).fails(error);

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(action.calls()).hasSize(1);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(failure()).isEqualTo(new ActionFailure(code, error.message(), Optional.empty()));
        assertThat(status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    private ActionFailure failure() {
        return scene.actions.find(message).outcome().failure().orElseThrow();
    }

    private ConnectionStatus status() {
        return scene.providers
                .connections()
                .find(scene.workspace(), scene.connection().id())
                .orElseThrow()
                .status();
    }
}
