package dev.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenVaultTest {
    private static final Secret TOKEN = Secret.of("ya29.a0AfB_example-Ω");
    private static final Place PLACE = new Place(new WorkspaceId("acme"), "conn_1", "credential");

    private final KeyTable table = new KeyTable();
    private final KeyService kms = new KeyService();
    private final MovableClock clock = new MovableClock();
    private final WorkspaceKeys keys = keys();
    private final TokenVault vault = new TokenVault(keys, new SecureRandom());

    @Test
    void opensWhatItSealed() {
        assertThat(vault.open(PLACE, vault.seal(PLACE, TOKEN)).reveal()).isEqualTo("ya29.a0AfB_example-Ω");
    }

    @Test
    void anotherProcessOpensWhatWasSealed() {
        SealedSecret sealed = vault.seal(PLACE, TOKEN);

        TokenVault another = new TokenVault(keys(), new SecureRandom());

        assertThat(another.open(PLACE, sealed)).isEqualTo(TOKEN);
    }

    @Test
    void sealingTwiceGivesTwoCiphertexts() {
        assertThat(vault.seal(PLACE, TOKEN)).isNotEqualTo(vault.seal(PLACE, TOKEN));
    }

    @Test
    void oneKmsCallServesAThousandTokens() {
        List<SealedSecret> sealed = IntStream.range(0, 1000)
                .mapToObj(i -> vault.seal(place(i), Secret.of("token-" + i)))
                .toList();

        IntStream.range(0, 1000)
                .forEach(i ->
                        assertThat(vault.open(place(i), sealed.get(i)).reveal()).isEqualTo("token-" + i));

        assertThat(kms.calls()).isEqualTo(1);
    }

    @Test
    void oneKmsCallOpensAThousandStoredTokensInAFreshProcess() {
        List<SealedSecret> sealed = IntStream.range(0, 1000)
                .mapToObj(i -> vault.seal(place(i), Secret.of("token-" + i)))
                .toList();
        int before = kms.calls();

        TokenVault another = new TokenVault(keys(), new SecureRandom());
        IntStream.range(0, 1000).forEach(i -> another.open(place(i), sealed.get(i)));

        assertThat(kms.calls() - before).isEqualTo(1);
    }

    @Test
    void doesNotOpenAtAnotherConnection() {
        assertDoesNotOpenAt(new Place(PLACE.workspace(), "conn_2", PLACE.field()));
    }

    @Test
    void doesNotOpenInAnotherField() {
        assertDoesNotOpenAt(new Place(PLACE.workspace(), PLACE.record(), "codeVerifier"));
    }

    @Test
    void doesNotOpenInAnotherWorkspace() {
        Place foreign = new Place(new WorkspaceId("other"), PLACE.record(), PLACE.field());
        vault.seal(foreign, TOKEN);

        assertDoesNotOpenAt(foreign);
    }

    @Test
    void doesNotOpenInAnotherWorkspaceThoughBothHadOneKey() {
        KeyService oneForAll = new KeyService(new byte[32]);
        TokenVault same = new TokenVault(
                new WorkspaceKeys(new KeyTable(), () -> oneForAll, "keys", "key", clock), new SecureRandom());
        Place foreign = new Place(new WorkspaceId("other"), PLACE.record(), PLACE.field());
        same.seal(foreign, TOKEN);

        SealedSecret sealed = same.seal(PLACE, TOKEN);

        assertThatThrownBy(() -> same.open(foreign, sealed)).isInstanceOf(VaultException.class);
    }

    @Test
    void doesNotOpenUnderAnotherKeyVersion() {
        KeyService oneKey = new KeyService(new byte[32]);
        WorkspaceKeys oneForAll = new WorkspaceKeys(new KeyTable(), () -> oneKey, "keys", "key", clock);
        TokenVault same = new TokenVault(oneForAll, new SecureRandom());
        byte[] sealed = same.seal(PLACE, TOKEN).bytes();
        oneForAll.rotate(PLACE.workspace());

        ByteBuffer.wrap(sealed).putInt(1, 2);

        assertThatThrownBy(() -> same.open(PLACE, SealedSecret.of(sealed))).isInstanceOf(VaultException.class);
    }

    @Test
    void anyChangedBitIsNoticed() {
        byte[] sealed = vault.seal(PLACE, TOKEN).bytes();

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> vault.open(PLACE, SealedSecret.of(changed)))
                    .isInstanceOf(VaultException.class);
        }
    }

    @Test
    void anyTruncationIsNoticed() {
        byte[] sealed = vault.seal(PLACE, TOKEN).bytes();

        for (int length = 0; length < sealed.length; length++) {
            byte[] shortened = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> vault.open(PLACE, SealedSecret.of(shortened)))
                    .isInstanceOf(VaultException.class);
        }
    }

    @Test
    void messageOfAFailureHoldsNoSecret() {
        SealedSecret sealed = vault.seal(PLACE, TOKEN);

        assertThatThrownBy(() -> vault.open(new Place(PLACE.workspace(), "conn_2", "credential"), sealed))
                .hasMessage("This secret was not sealed here: it was changed or moved");
    }

    @Test
    void unknownFormatIsRefused() {
        byte[] newer = vault.seal(PLACE, TOKEN).bytes();

        newer[0] = 2;

        assertThatThrownBy(() -> vault.open(PLACE, SealedSecret.of(newer)))
                .isInstanceOf(VaultException.class)
                .hasMessage("This secret has a format that this version of Patchbay does not know");
    }

    @Test
    void rotationSealsAnewAndOpensTheOld() {
        SealedSecret old = vault.seal(PLACE, TOKEN);

        keys.rotate(PLACE.workspace());
        SealedSecret renewed = vault.seal(PLACE, TOKEN);

        assertThat(version(old)).isEqualTo(1);
        assertThat(version(renewed)).isEqualTo(2);
        assertThat(vault.open(PLACE, old)).isEqualTo(TOKEN);
        assertThat(vault.open(PLACE, renewed)).isEqualTo(TOKEN);
    }

    @Test
    void destroyingTheKeyDestroysTheSecret() {
        SealedSecret sealed = vault.seal(PLACE, TOKEN);

        table.destroyAll();
        keys.forget();

        assertThatThrownBy(() -> vault.open(PLACE, sealed))
                .isInstanceOf(VaultException.class)
                .hasMessage("The key that sealed this secret was destroyed");
    }

    /** The vector of docs/vault.md: a change of the format must change the format's number. */
    @Test
    void sealsAsDocumented() {
        HexFormat hex = HexFormat.of();
        KeyService fixedKey =
                new KeyService(hex.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
        TokenVault fixed = new TokenVault(
                new WorkspaceKeys(new KeyTable(), () -> fixedKey, "keys", "key", clock),
                new FixedNonce(hex.parseHex("a0a1a2a3a4a5a6a7a8a9aaab")));
        Place place = new Place(new WorkspaceId("acme"), "conn_0123456789abcdef0123456789", "credential");

        SealedSecret sealed = fixed.seal(place, Secret.of("a token"));

        assertThat(hex.formatHex(sealed.bytes()))
                .isEqualTo("0100000001a0a1a2a3a4a5a6a7a8a9aaab873808422eae6c2c8063596868807c964a087dc2638199");
    }

    @Test
    void documentedVectorIsTheTested() throws IOException {
        assertThat(Files.readString(Path.of("../docs/vault.md")))
                .contains("`0100000001a0a1a2a3a4a5a6a7a8a9aaab873808422eae6c2c8063596868807c964a087dc2638199`");
    }

    @Test
    void bindsToWorkspaceRecordFieldAndVersion() {
        assertThat(TokenVault.authenticated(PLACE, 3)).asString().isEqualTo("acme|conn_1|credential|3");
    }

    private void assertDoesNotOpenAt(Place other) {
        SealedSecret sealed = vault.seal(PLACE, TOKEN);

        assertThatThrownBy(() -> vault.open(other, sealed)).isInstanceOf(VaultException.class);
    }

    private WorkspaceKeys keys() {
        return new WorkspaceKeys(table, () -> kms, "workspace-keys", "alias/vault", clock);
    }

    private static Place place(int i) {
        return new Place(PLACE.workspace(), "conn_" + i, "credential");
    }

    private static int version(SealedSecret sealed) {
        return ByteBuffer.wrap(sealed.bytes()).getInt(1);
    }
}
