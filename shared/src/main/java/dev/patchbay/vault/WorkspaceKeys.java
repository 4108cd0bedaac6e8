package dev.patchbay.vault;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/**
 * The data keys of workspaces: made by KMS with the encryption context {@code {workspace}}, kept wrapped in a table of their own,
 * and held unwrapped in memory for at most five minutes.
 *
 * <p>When two first writers race, the conditional put lets one key win and both use it. Thread-safe; one unwrapping per
 * workspace is under way at a time.
 */
public final class WorkspaceKeys {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int NEWEST = 0;

    private final DynamoDbClient dynamoDb;
    private final KmsClient kms;
    private final String table;
    private final String kmsKeyId;
    private final Clock clock;
    private final Map<CacheKey, CachedKey> cache = new ConcurrentHashMap<>();

    public WorkspaceKeys(DynamoDbClient dynamoDb, KmsClient kms, String table, String kmsKeyId, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.kms = kms;
        this.table = table;
        this.kmsKeyId = kmsKeyId;
        this.clock = clock;
    }

    /** The key that seals now; the first use of a workspace makes it. */
    DataKey current(WorkspaceId workspace) {
        return cached(workspace, NEWEST, () -> stored(workspace, NEWEST).orElseGet(() -> create(workspace, 1)));
    }

    /** @throws VaultException if the workspace has no such key: it was destroyed, and what it sealed with it */
    DataKey version(WorkspaceId workspace, int version) {
        // Not current(): to look for a key that was destroyed must not make another.
        DataKey newest = existing(workspace, NEWEST);
        return newest.version() == version ? newest : existing(workspace, version);
    }

    /** Adds a new key version. What older versions sealed still opens; what is written from now on uses the new one. */
    public void rotate(WorkspaceId workspace) {
        int newest = find(workspace, NEWEST).map(WrappedKey::version).orElse(0);
        create(workspace, newest + 1);
        cache.remove(new CacheKey(workspace, NEWEST));
    }

    /** Drops every unwrapped key from memory: after a restore from a snapshot nothing of the snapshot's is used. */
    public void forget() {
        cache.clear();
    }

    private DataKey existing(WorkspaceId workspace, int version) {
        return cached(
                workspace,
                version,
                () -> stored(workspace, version)
                        .orElseThrow(() -> new VaultException("The key that sealed this secret was destroyed")));
    }

    private DataKey cached(WorkspaceId workspace, int version, Supplier<DataKey> loading) {
        Instant now = clock.instant();
        cache.values().removeIf(entry -> !now.isBefore(entry.until()));
        return cache.computeIfAbsent(
                        new CacheKey(workspace, version), missing -> new CachedKey(loading.get(), now.plus(LIFETIME)))
                .key();
    }

    private Optional<DataKey> stored(WorkspaceId workspace, int version) {
        return find(workspace, version).map(found -> unwrap(workspace, found));
    }

    private DataKey create(WorkspaceId workspace, int version) {
        GenerateDataKeyResponse made = kms.generateDataKey(
                request -> request.keyId(kmsKeyId).keySpec(DataKeySpec.AES_256).encryptionContext(context(workspace)));
        Item item = new Item()
                .text("workspace", workspace.value())
                .number("version", version)
                .bytes("wrapped", made.ciphertextBlob().asByteArray())
                .time("createdAt", clock.instant());
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item.values())
                    .conditionExpression("attribute_not_exists(workspace)"));
            return dataKey(version, made.plaintext());
        } catch (ConditionalCheckFailedException anotherWasFirst) {
            return stored(workspace, version)
                    .orElseThrow(() -> new VaultException("The workspace's key was destroyed just now"));
        }
    }

    private Optional<WrappedKey> find(WorkspaceId workspace, int version) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .scanIndexForward(false)
                .limit(1);
        if (version == NEWEST) {
            query.keyConditionExpression("workspace = :w")
                    .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value())));
        } else {
            query.keyConditionExpression("workspace = :w AND version = :v")
                    .expressionAttributeValues(Map.of(
                            ":w", AttributeValue.fromS(workspace.value()),
                            ":v", AttributeValue.fromN(Integer.toString(version))));
        }
        return dynamoDb.query(query.build()).items().stream()
                .findFirst()
                .map(Item::of)
                .flatMap(item -> item.bytes("wrapped")
                        .map(wrapped -> new WrappedKey((int) item.number("version"), SdkBytes.fromByteArray(wrapped))));
    }

    private DataKey unwrap(WorkspaceId workspace, WrappedKey stored) {
        SdkBytes plaintext = kms.decrypt(request ->
                        request.keyId(kmsKeyId).ciphertextBlob(stored.wrapped()).encryptionContext(context(workspace)))
                .plaintext();
        return dataKey(stored.version(), plaintext);
    }

    private static DataKey dataKey(int version, SdkBytes plaintext) {
        return new DataKey(version, new SecretKeySpec(plaintext.asByteArray(), "AES"));
    }

    private static Map<String, String> context(WorkspaceId workspace) {
        return Map.of("workspace", workspace.value());
    }

    private record CacheKey(WorkspaceId workspace, int version) {}

    private record CachedKey(DataKey key, Instant until) {}

    private record WrappedKey(int version, SdkBytes wrapped) {}
}
