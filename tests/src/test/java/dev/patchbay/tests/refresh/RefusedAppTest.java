package dev.patchbay.tests.refresh;

import static dev.patchbay.tests.action.RunningActions.FIRST;
import static dev.patchbay.tests.action.RunningActions.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.action.ActionDeadline;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRunner;
import dev.patchbay.action.ActionRunner.Disposition;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.Delivery;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.connection.Connection;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.AppBreakers.State;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.action.RunningActions;
import dev.patchbay.tests.action.ScriptedAction;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers while a provider refuses the OAuth app itself. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class RefusedAppTest {
    private static final OAuthApps WRONG =
            app -> new OAuthApps.OAuthApp(new ClientID("local-google-client"), new Secret("wrong"));

    private final MovableClock clock = new MovableClock();
    private final SimulatedProviders providers;
    private final RunningActions actions;
    private final AppBreakers breakers;
    private final ScriptedAction action = new ScriptedAction(false);

    RefusedAppTest(Aws shared) {
        Aws aws = shared.withEmpty("OAuthAppsTable");
        providers = new SimulatedProviders(aws, clock);
        actions = new RunningActions(aws, clock, providers);
        breakers = new AppBreakers(aws.clients().dynamoDb(), aws.table("OAuthAppsTable"), clock);
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void oneWorkerOpensTheBreakerForAllUntilTheFix() {
        List<ActionMessage> waiting = accepted(12);
        clock.advance(Duration.ofHours(2));
        int before = providers.refreshes();

        assertThat(dispositions(worker(WRONG), waiting)).allMatch(Disposition.Later.class::isInstance);

        assertThat(providers.refreshes() - before)
                .as("requests to the provider")
                .isEqualTo(1);
        assertThat(action.calls()).isEmpty();
        assertThat(states(waiting)).containsOnly(ActionState.QUEUED);
        clock.advance(Duration.ofMinutes(10));

        ActionRunner fixed = worker(providers.apps());
        assertThat(dispositions(fixed, waiting)).allMatch(Disposition.Done.class::isInstance);
        assertThat(states(waiting)).containsOnly(ActionState.SUCCEEDED);
        assertThat(breakers.of(List.of("google"))).isEqualTo(Map.of("google", State.CLOSED));
    }

    @Test
    void oneWorkerTestsTheAppEveryTenMinutes() {
        List<ActionMessage> waiting = accepted(6);
        clock.advance(Duration.ofHours(2));
        dispositions(worker(WRONG), waiting);
        int before = providers.refreshes();
        for (int minutes = 0; minutes < 30; minutes++) {
            dispositions(worker(WRONG), waiting);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(providers.refreshes() - before).isEqualTo(3);
        assertThat(states(waiting)).containsOnly(ActionState.QUEUED);
    }

    @Test
    void aTokenThatStillLivesIsUsedOn() {
        List<ActionMessage> waiting = accepted(2);
        // Within the margin of an hour's token, so that a refresh is due.
        clock.advance(Duration.ofMinutes(55));
        breakers.open("google", "invalid_client");
        int before = providers.refreshes();

        assertThat(dispositions(worker(WRONG), waiting)).allMatch(Disposition.Done.class::isInstance);

        assertThat(states(waiting)).containsOnly(ActionState.SUCCEEDED);
        assertThat(providers.refreshes()).isEqualTo(before);
    }

    @Test
    void anActionWaitsUntilItsDeadlineAndThenFails() {
        Connection connection = connected();
        clock.advance(Duration.ofHours(2));
        ActionMessage message = actions.accepted(connection, "until its deadline");
        ActionRunner runner = worker(WRONG);

        int deliveries = 0;
        while (runner.run(message, new Delivery(PLENTY, ++deliveries)) instanceof Disposition.Later later) {
            assertThat(later.after()).isPositive();
            clock.advance(later.after());
        }

        assertThat(clock.instant()).isEqualTo(message.accepted().deadline());
        assertThat(actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(actions.find(message).outcome().failure().orElseThrow().code())
                .isEqualTo("provider_app_refused");
        assertThat(actions.find(message).outcome().failure().orElseThrow().message())
                .contains("Waited for 15 minutes");
    }

    @Test
    void anAppThatIsOnlyHeldByTheScheduleIsAskedByWorkers() {
        List<ActionMessage> waiting = accepted(1);
        clock.advance(Duration.ofHours(2));
        breakers.hold("google", clock.instant().plus(Duration.ofMinutes(30)));

        assertThat(dispositions(worker(providers.apps()), waiting)).containsOnly(new Disposition.Done());

        assertThat(states(waiting)).containsOnly(ActionState.SUCCEEDED);
        assertThat(breakers.of(List.of("google")))
                .as("the schedule still waits")
                .isEqualTo(Map.of("google", State.OPEN));
    }

    @Test
    void noWorkerTriesARefusedAppWhileItsProviderAsksToWait() {
        List<ActionMessage> waiting = accepted(1);
        clock.advance(Duration.ofHours(2));
        breakers.open("google", "invalid_client");
        breakers.hold("google", clock.instant().plus(Duration.ofMinutes(30)));
        clock.advance(Duration.ofMinutes(20));
        int before = providers.refreshes();

        assertThat(dispositions(worker(providers.apps()), waiting)).allMatch(Disposition.Later.class::isInstance);

        assertThat(providers.refreshes()).isEqualTo(before);
    }

    private List<ActionMessage> accepted(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> actions.acceptedUntil(clock.instant().plus(ActionDeadline.LONGEST), connected()))
                .toList();
    }

    private Connection connected() {
        return providers.connect(new WorkspaceId("w-" + UUID.randomUUID()), "gmail", "john@gmail.com");
    }

    private ActionRunner worker(OAuthApps apps) {
        return actions.runner(action, apps, providers.guardedTokens(apps, breakers, clock::advance));
    }

    private static List<Disposition> dispositions(ActionRunner runner, List<ActionMessage> messages) {
        return messages.stream().map(message -> runner.run(message, FIRST)).toList();
    }

    private List<ActionState> states(List<ActionMessage> messages) {
        return messages.stream().map(message -> actions.find(message).state()).toList();
    }
}
