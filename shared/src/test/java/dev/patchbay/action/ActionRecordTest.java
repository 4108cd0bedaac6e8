package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionRecordTest {
    private static final Instant WORKER_DEAD = Instant.parse("2026-11-20T12:00:29Z");
    private static final Provider GMAIL =
            new ProviderCatalog(ActionRecordTest.class.getClassLoader(), Map.of()).get(new ProviderId("gmail"));

    @Test
    void runningActionIsToldAsRunningWhileAnotherDeliveryMayCome() {
        ActionRecord running = action(ActionState.RUNNING);

        assertThat(running.toldAt(WORKER_DEAD.plus(Duration.ofHours(1)), GMAIL)).isEqualTo(running);
    }

    @Test
    void actionWhoseWorkerDiedInItsLastDeliveryIsToldAsUnknownWithTheReason() {
        ActionRecord told = action(ActionState.RUNNING)
                .toldAt(WORKER_DEAD.plus(Duration.ofHours(1)).plusMillis(1), GMAIL);

        assertThat(told.state()).isEqualTo(ActionState.UNKNOWN);
        assertThat(told.failure()).contains(Failures.unknown(GMAIL));
        assertThat(told.finishedAt()).contains(WORKER_DEAD);
    }

    @Test
    void actionThatWaitsIsNeverToldAsUnknown() {
        ActionRecord queued = action(ActionState.QUEUED);

        assertThat(queued.toldAt(WORKER_DEAD.plus(Duration.ofDays(20)), GMAIL)).isEqualTo(queued);
    }

    private static ActionRecord action(ActionState state) {
        return new ActionRecord(
                new WorkspaceId("acme"),
                new ActionId("act_0123456789abcdef0123456789abcdef"),
                "gmail.send-email",
                GMAIL.name(),
                new ConnectionId("conn_0123456789abcdef0123456789"),
                Optional.empty(),
                state,
                1,
                Optional.of(WORKER_DEAD),
                Map.of(),
                Optional.empty(),
                WORKER_DEAD.minusSeconds(30),
                WORKER_DEAD.minusSeconds(30).plus(ActionDeadline.STANDARD),
                Optional.empty(),
                Optional.empty());
    }
}
