package dev.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WorkspaceKeysTest {
    private static final WorkspaceId ACME = new WorkspaceId("acme");
    private static final WorkspaceId OTHER = new WorkspaceId("other");

    private final KeyTable table = new KeyTable();
    private final KeyService kms = new KeyService();
    private final MovableClock clock = new MovableClock();
    private final WorkspaceKeys keys = process();

    @Test
    void firstUseMakesVersionOne() {
        DataKey key = keys.current(ACME);

        assertThat(key.version()).isEqualTo(1);
        assertThat(key.key().getEncoded()).hasSize(32);
        assertThat(table.keysOf("acme")).isEqualTo(1);
    }

    @Test
    void keyIsUnwrappedOnceWithinFiveMinutes() {
        DataKey made = keys.current(ACME);

        clock.advance(Duration.ofMinutes(5).minusMillis(1));

        assertThat(keys.current(ACME).key()).isSameAs(made.key());
        assertThat(kms.calls()).isEqualTo(1);
    }

    @Test
    void keyIsForgottenAfterFiveMinutes() {
        DataKey made = keys.current(ACME);

        clock.advance(Duration.ofMinutes(5));

        DataKey unwrapped = keys.current(ACME);
        assertThat(unwrapped.key()).isNotSameAs(made.key()).isEqualTo(made.key());
        assertThat(kms.calls()).isEqualTo(2);
    }

    @Test
    void useDoesNotProlongAKeysStayInMemory() {
        keys.current(ACME);

        clock.advance(Duration.ofMinutes(3));
        keys.current(ACME);
        clock.advance(Duration.ofMinutes(3));
        keys.current(ACME);

        assertThat(kms.calls()).isEqualTo(2);
    }

    @Test
    void forgettingUnwrapsAnew() {
        keys.current(ACME);

        keys.forget();
        keys.current(ACME);

        assertThat(kms.calls()).isEqualTo(2);
    }

    @Test
    void workspacesHaveKeysOfTheirOwn() {
        assertThat(keys.current(ACME).key()).isNotEqualTo(keys.current(OTHER).key());
    }

    @Test
    void racingCreatorsUseOneKey() {
        WorkspaceKeys faster = process();
        AtomicReference<DataKey> theirs = new AtomicReference<>();
        table.beforeNextPut(() -> theirs.set(faster.current(ACME)));

        DataKey ours = keys.current(ACME);

        assertThat(ours.key()).isEqualTo(theirs.get().key());
        assertThat(table.keysOf("acme")).isEqualTo(1);
    }

    @Test
    void rotationAddsAVersionAndKeepsTheOld() {
        DataKey first = keys.current(ACME);

        keys.rotate(ACME);

        assertThat(keys.current(ACME).version()).isEqualTo(2);
        assertThat(keys.current(ACME).key()).isNotEqualTo(first.key());
        assertThat(keys.version(ACME, 1).key()).isEqualTo(first.key());
    }

    @Test
    void racingRotationsAddOneVersion() {
        keys.current(ACME);
        table.beforeNextPut(() -> process().rotate(ACME));

        keys.rotate(ACME);

        assertThat(table.keysOf("acme")).isEqualTo(2);
    }

    @Test
    void versionOfAnotherProcessIsFound() {
        keys.current(ACME);

        WorkspaceKeys another = process();
        another.rotate(ACME);

        assertThat(keys.version(ACME, 2).key()).isEqualTo(another.current(ACME).key());
    }

    @Test
    void destroyedKeyIsSaidToBeDestroyed() {
        keys.current(ACME);
        table.destroyAll();
        keys.forget();

        assertThatThrownBy(() -> keys.version(ACME, 1))
                .isInstanceOf(VaultException.class)
                .hasMessage("The key that sealed this secret was destroyed");
    }

    @Test
    void lookingForADestroyedKeyMakesNoNewOne() {
        keys.current(ACME);
        table.destroyAll();
        keys.forget();

        assertThatThrownBy(() -> keys.version(ACME, 1)).isInstanceOf(VaultException.class);

        assertThat(table.keysOf("acme")).isZero();
    }

    @Test
    void dataKeyPrintsNoKey() {
        assertThat(keys.current(ACME)).hasToString("DataKey[version=1, key=***]");
    }

    private WorkspaceKeys process() {
        return new WorkspaceKeys(table, () -> kms, "workspace-keys", "alias/vault", clock);
    }
}
