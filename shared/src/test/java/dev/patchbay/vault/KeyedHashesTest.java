package dev.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyedHashesTest {
    private static final byte[] VECTOR_KEY =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private final KeyTable table = new KeyTable();
    private final MovableClock clock = new MovableClock();
    private final KeyService kms = new KeyService();
    private final KeyedHashes hashes = process(kms);

    /** The vector of docs/vault.md, computed with Python's hmac and hashlib. */
    @Test
    void hashIsThatOfTheDocumentedFormat() {
        KeyedHashes fixed = new KeyedHashes(new WorkspaceKeys(
                new KeyTable(), () -> new KeyService(VECTOR_KEY), "workspace-keys", "alias/vault", clock));

        assertThat(fixed.of("account", "google", "1078")).isEqualTo("VWBvHllwr2HF4IeGc9NTCF5_0upana73pQbdKDP5iXM");
    }

    @Test
    void equalTextsHaveEqualHashesInEveryProcess() {
        assertThat(hashes.of("account", "google", "1078"))
                .isEqualTo(process(kms).of("account", "google", "1078"));
    }

    @Test
    void textsThatReadTheSameWhenJoinedHaveOtherHashes() {
        assertThat(hashes.of("account", "google", "1078"))
                .isNotEqualTo(hashes.of("account", "google1", "078"))
                .isNotEqualTo(hashes.of("account", "google1078"))
                .isNotEqualTo(hashes.of("connection", "google", "1078"));
    }

    @Test
    void anotherInstallationHasOtherHashes() {
        KeyedHashes elsewhere = new KeyedHashes(
                new WorkspaceKeys(new KeyTable(), KeyService::new, "workspace-keys", "alias/vault", clock));

        assertThat(elsewhere.of("account", "google", "1078")).isNotEqualTo(hashes.of("account", "google", "1078"));
    }

    @Test
    void noWorkspaceCanHaveTheInstallationsName() {
        hashes.of("account", "google", "1078");

        assertThat(table.keysOf("_installation")).isEqualTo(1);
        assertThatThrownBy(() -> new WorkspaceId("_installation")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRequestIsMadeWhileTheKeyIsHeld() {
        hashes.of("account", "google", "1078");

        for (int i = 0; i < 100; i++) {
            hashes.of("account", "google", Integer.toString(i));
        }

        assertThat(kms.calls()).isEqualTo(1);
    }

    private KeyedHashes process(KeyService service) {
        return new KeyedHashes(new WorkspaceKeys(table, () -> service, "workspace-keys", "alias/vault", clock));
    }
}
