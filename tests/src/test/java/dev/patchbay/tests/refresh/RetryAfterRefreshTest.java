package dev.patchbay.tests.refresh;

import static dev.patchbay.tests.refresh.RefreshScene.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.Connection;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token endpoint that asks to wait. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryAfterRefreshTest {
    @RegisterExtension
    private final RefreshScene scene;

    RetryAfterRefreshTest(Aws aws) {
        scene = new RefreshScene(aws);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void sixtySecondsMeanNoRequestForSixtySeconds(int status) {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        asks(status, "60");
        CredentialResult first = scene.worker().of(scene.now(connection), PLENTY);

        for (int second = 0; second < 59; second++) {
            scene.clock.advance(Duration.ofSeconds(1));
            scene.worker().of(scene.now(connection), PLENTY);
            scene.worker().scheduled(scene.now(connection), PLENTY);
            scene.worker().renewed(scene.now(connection), PLENTY);
        }

        assertThat(first)
                .isEqualTo(
                        new CredentialResult.Later(((CredentialResult.Later) first).reason(), Duration.ofSeconds(60)));
        assertThat(scene.providers.refreshes()).isEqualTo(1);

        scene.clock.advance(Duration.ofSeconds(1));

        assertThat(scene.worker().of(scene.now(connection), PLENTY)).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(2);
    }

    @Test
    void callerGoesOnWithAnOldTokenThatLives() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofMinutes(50));
        asks(429, "300");
        FreshTokens worker = scene.worker();

        assertThat(worker.of(scene.now(connection), PLENTY)).isInstanceOf(CredentialResult.Ready.class);
        assertThat(worker.of(scene.now(connection), PLENTY)).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void scheduleIsDueAgainWhenTheWaitIsOver() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        asks(429, "7200");

        scene.worker().scheduled(scene.now(connection), PLENTY);

        assertThat(scene.now(connection).schedule().refreshAt())
                .contains(scene.clock.instant().plus(Duration.ofHours(2)));
        assertThat(scene.now(connection).schedule().notBefore())
                .contains(scene.clock.instant().plus(Duration.ofHours(2)));
    }

    @Test
    void shortWaitIsWaitedOutUnderTheLease() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        asks(503, "5");

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).schedule().notBefore()).isEmpty();
        assertThat(scene.providers.refreshes()).isEqualTo(2);
    }

    private void asks(int status, String seconds) {
        scene.providers
                .simulators()
                .provider("google")
                .misbehave(new Misbehaviour.Answer("/token", 1, status, "{}", Map.of("Retry-After", seconds)));
    }
}
