package dev.patchbay.tests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.Place;
import dev.patchbay.vault.SealedSecret;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.VaultException;
import dev.patchbay.vault.WorkspaceKeys;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/** The keys of workspaces with a real key service, tested through the vault, which uses them. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class WorkspaceKeysTest {
    private static final Secret TOKEN = Secret.of("ya29.token");

    private final MovableClock clock = new MovableClock();
    private final CountedRequests kmsRequests = new CountedRequests();
    private final Aws aws;
    private final KmsClient kms;
    private final WorkspaceId workspace;

    WorkspaceKeysTest(Aws aws) {
        this.aws = aws;
        kms = kmsRequests.of(aws.clients().configured(KmsClient.builder())).build();
        workspace = aws.newWorkspace();
    }

    @Test
    void oneKmsCallServesAThousandTokensThatAreSealedAndOpened() {
        TokenVault vault = vault(keys());

        List<SealedSecret> sealed = IntStream.range(0, 1000)
                .mapToObj(i -> vault.seal(place(workspace, i), TOKEN))
                .toList();
        List<Secret> opened = IntStream.range(0, 1000)
                .mapToObj(i -> vault.open(place(workspace, i), sealed.get(i)))
                .toList();

        assertThat(opened).hasSize(1000).containsOnly(TOKEN);
        assertThat(kmsRequests.operations()).containsExactly("GenerateDataKey");
    }

    @Test
    void oneKmsCallServesAThousandTokensThatAnotherProcessSealed() {
        TokenVault here = vault(keys());
        List<SealedSecret> sealed = IntStream.range(0, 1000)
                .mapToObj(i -> here.seal(place(workspace, i), TOKEN))
                .toList();

        TokenVault elsewhere = vault(keys());
        List<Secret> opened = IntStream.range(0, 1000)
                .mapToObj(i -> elsewhere.open(place(workspace, i), sealed.get(i)))
                .toList();

        assertThat(opened).hasSize(1000).containsOnly(TOKEN);
        assertThat(kmsRequests.operations()).containsExactly("GenerateDataKey", "Decrypt");
    }

    @Test
    void afterFiveMinutesTheKeyIsUnwrappedAgain() {
        TokenVault vault = vault(keys());
        SealedSecret sealed = vault.seal(place(workspace, 1), TOKEN);
        clock.advance(Duration.ofMinutes(5));

        vault.open(place(workspace, 1), sealed);

        assertThat(kmsRequests.operations()).containsExactly("GenerateDataKey", "Decrypt");
    }

    @Test
    void anotherWorkspacesWrappedKeyDoesNotOpen() {
        vault(keys()).seal(place(workspace, 1), TOKEN);
        WorkspaceId thief = aws.newWorkspace();
        Map<String, AttributeValue> stolen = new HashMap<>(storedKeys(workspace).getFirst());
        stolen.put("workspace", AttributeValue.fromS(thief.value()));
        aws.clients().dynamoDb().putItem(request -> request.tableName(table()).item(stolen));

        TokenVault vault = vault(keys());

        assertThatThrownBy(() -> vault.seal(place(thief, 1), TOKEN)).isInstanceOf(InvalidCiphertextException.class);
    }

    @Test
    void racingFirstWritersMakeOneKey() throws Exception {
        List<SealedSecret> sealed = Together.call(8, () -> vault(keys()).seal(place(workspace, 1), TOKEN));

        TokenVault later = vault(keys());

        assertThat(storedKeys(workspace)).hasSize(1);
        assertThat(sealed)
                .extracting(one -> later.open(place(workspace, 1), one))
                .containsOnly(TOKEN);
    }

    @Test
    void afterARotationTheNewKeySeals() {
        WorkspaceKeys keys = keys();
        TokenVault vault = vault(keys);
        vault.seal(place(workspace, 1), TOKEN);

        keys.rotate(workspace);

        assertThat(keyVersion(vault.seal(place(workspace, 1), TOKEN))).isEqualTo(2);
    }

    @Test
    void afterARotationWhatTheOldKeySealedStillOpens() {
        WorkspaceKeys keys = keys();
        SealedSecret before = vault(keys).seal(place(workspace, 1), TOKEN);

        keys.rotate(workspace);

        assertThat(vault(keys()).open(place(workspace, 1), before)).isEqualTo(TOKEN);
    }

    @Test
    void aProcessThatHoldsTheOldKeyOpensWhatTheNewOneSealed() {
        TokenVault holdsTheOld = vault(keys());
        holdsTheOld.seal(place(workspace, 1), TOKEN);
        WorkspaceKeys keys = keys();
        keys.rotate(workspace);
        SealedSecret after = vault(keys).seal(place(workspace, 1), TOKEN);

        Secret opened = holdsTheOld.open(place(workspace, 1), after);

        assertThat(opened).isEqualTo(TOKEN);
    }

    @Test
    void secretsCannotBeOpenedWithoutTheirKey() {
        SealedSecret sealed = vault(keys()).seal(place(workspace, 1), TOKEN);
        aws.clients()
                .dynamoDb()
                .deleteItem(request -> request.tableName(table())
                        .key(Map.of(
                                "workspace", AttributeValue.fromS(workspace.value()),
                                "version", AttributeValue.fromN("1"))));

        TokenVault vault = vault(keys());

        assertThatThrownBy(() -> vault.open(place(workspace, 1), sealed))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("destroyed");
    }

    @Test
    void destroyedKeysOpenNothingAndAreNotListed() {
        WorkspaceKeys keys = keys();
        SealedSecret first = vault(keys).seal(place(workspace, 1), TOKEN);
        keys.rotate(workspace);
        SealedSecret second = vault(keys).seal(place(workspace, 1), TOKEN);

        int destroyed = keys().destroy(workspace);

        assertThat(destroyed).isEqualTo(2);
        assertThat(keys().list(workspace)).isEmpty();
        assertThat(storedKeys(workspace)).noneMatch(key -> key.containsKey("wrapped"));
        for (SealedSecret sealed : List.of(first, second)) {
            assertThatThrownBy(() -> vault(keys()).open(place(workspace, 1), sealed))
                    .isInstanceOf(VaultException.class)
                    .hasMessageContaining("destroyed");
        }
    }

    @Test
    void destroyingAgainFindsNothing() {
        vault(keys()).seal(place(workspace, 1), TOKEN);
        keys().destroy(workspace);

        assertThat(keys().destroy(workspace)).isZero();
    }

    @Test
    void theNumberOfADestroyedKeyIsNotGivenAgain() {
        vault(keys()).seal(place(workspace, 1), TOKEN);
        keys().destroy(workspace);

        assertThat(keyVersion(vault(keys()).seal(place(workspace, 1), TOKEN))).isEqualTo(2);
        assertThat(keys().list(workspace))
                .extracting(WorkspaceKeys.KeyFacts::version)
                .containsExactly(2);
    }

    @Test
    void keepsASecretReadableDespiteADestroyedKey() {
        TokenVault holdsTheOld = vault(keys());
        holdsTheOld.seal(place(workspace, 1), TOKEN);
        keys().destroy(workspace);

        SealedSecret kept = holdsTheOld.keep(place(workspace, 1), TOKEN, written -> written);

        clock.advance(Duration.ofMinutes(6));
        assertThat(vault(keys()).open(place(workspace, 1), kept)).isEqualTo(TOKEN);
        assertThat(holdsTheOld.open(place(workspace, 1), kept)).isEqualTo(TOKEN);
    }

    @Test
    void rewritesTheSecretIfItsKeyIsDestroyedMeanwhile() {
        List<SealedSecret> written = new ArrayList<>();

        SealedSecret kept = vault(keys()).keep(place(workspace, 1), TOKEN, one -> {
            written.add(one);
            if (written.size() == 1) {
                keys().destroy(workspace);
            }
            return one;
        });

        assertThat(written).hasSize(2).last().isEqualTo(kept);
        assertThat(vault(keys()).open(place(workspace, 1), kept)).isEqualTo(TOKEN);
    }

    @Test
    void sealsWithNewestKeyAfterOpening() {
        TokenVault holdsTheOld = vault(keys());
        holdsTheOld.seal(place(workspace, 1), TOKEN);
        keys().destroy(workspace);
        SealedSecret after = vault(keys()).seal(place(workspace, 1), TOKEN);

        holdsTheOld.open(place(workspace, 1), after);
        SealedSecret refreshed = holdsTheOld.seal(place(workspace, 1), TOKEN);

        assertThat(vault(keys()).open(place(workspace, 1), refreshed)).isEqualTo(TOKEN);
    }

    @Test
    void anotherWorkspacesKeysStandWhenOnesAreDestroyed() {
        WorkspaceId other = aws.newWorkspace();
        vault(keys()).seal(place(workspace, 1), TOKEN);
        SealedSecret theirs = vault(keys()).seal(place(other, 1), TOKEN);

        keys().destroy(workspace);

        assertThat(vault(keys()).open(place(other, 1), theirs)).isEqualTo(TOKEN);
    }

    /** Returns the keys as in a new process, with an empty memory. */
    private WorkspaceKeys keys() {
        return new WorkspaceKeys(aws.clients().dynamoDb(), () -> kms, table(), aws.vaultKey(), clock);
    }

    private static TokenVault vault(WorkspaceKeys keys) {
        return new TokenVault(keys, new SecureRandom());
    }

    private String table() {
        return aws.table("WorkspaceKeysTable");
    }

    private List<Map<String, AttributeValue>> storedKeys(WorkspaceId of) {
        return aws.clients()
                .dynamoDb()
                .query(request -> request.tableName(table())
                        .keyConditionExpression("workspace = :w")
                        .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(of.value())))
                        .consistentRead(true))
                .items();
    }

    private static Place place(WorkspaceId workspace, int connection) {
        return new Place(workspace, "connection-" + connection, "credential");
    }

    /** Returns the version of the key, which follows the byte of the format. */
    private static int keyVersion(SealedSecret sealed) {
        return ByteBuffer.wrap(sealed.bytes()).getInt(1);
    }
}
