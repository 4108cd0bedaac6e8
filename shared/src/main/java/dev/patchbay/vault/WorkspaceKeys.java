package dev.patchbay.vault;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
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
    /** Much longer than any process may hold a key that is gone. */
    private static final Duration NUMBER_KEPT = Duration.ofDays(1);

    private static final int NEWEST = 0;

    /** Whose key belongs to no workspace. No {@link WorkspaceId} begins like this, so no token can name it and no erase destroys it. */
    private static final String INSTALLATION = "_installation";

    private final DynamoDbClient dynamoDb;
    private final Supplier<KmsClient> kms;
    private final String table;
    private final String kmsKeyId;
    private final Clock clock;
    private final Map<CacheKey, CachedKey> cache = new ConcurrentHashMap<>();

    /** @param kms made when a key is first wrapped or unwrapped */
    public WorkspaceKeys(DynamoDbClient dynamoDb, Supplier<KmsClient> kms, String table, String kmsKeyId, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.kms = kms;
        this.table = table;
        this.kmsKeyId = kmsKeyId;
        this.clock = clock;
    }

    /** The key that seals now; the first use of a workspace makes it. */
    DataKey current(WorkspaceId workspace) {
        return current(workspace.value());
    }

    /** The key of the whole installation, for what is compared across workspaces; its first use makes it, and nothing destroys it. */
    SecretKey installation() {
        return current(INSTALLATION).key();
    }

    private DataKey current(String owner) {
        return cached(owner, NEWEST, () -> newest(owner));
    }

    private DataKey newest(String owner) {
        Optional<StoredKey> newest = find(owner, NEWEST);
        return newest.flatMap(found -> unwrap(owner, found))
                .orElseGet(() -> create(owner, newest.map(StoredKey::version).orElse(0) + 1));
    }

    /** @throws VaultException if the workspace has no such key: it was destroyed, and what it sealed with it */
    DataKey version(WorkspaceId workspace, int version) {
        return version(workspace.value(), version);
    }

    private DataKey version(String owner, int version) {
        // Not current(): to look for a key that was destroyed must not make another.
        DataKey newest = existing(owner, NEWEST);
        if (newest.version() < version) {
            // What is held as the newest is not. It may even be gone, and what opens this must seal what is written
            // next.
            cache.remove(new CacheKey(owner, NEWEST));
            newest = existing(owner, NEWEST);
        }
        return newest.version() == version ? newest : existing(owner, version);
    }

    /** Adds a new key version. What older versions sealed still opens; what is written from now on uses the new one. */
    public void rotate(WorkspaceId workspace) {
        int newest = find(workspace.value(), NEWEST).map(StoredKey::version).orElse(0);
        create(workspace.value(), newest + 1);
        cache.remove(new CacheKey(workspace.value(), NEWEST));
    }

    /** Whether a key has not been destroyed, whatever is held in memory. One request, consistent. */
    boolean stands(WorkspaceId workspace, int version) {
        return find(workspace.value(), version).flatMap(StoredKey::wrapped).isPresent();
    }

    /** The part of a transaction that fails if a key has been destroyed. */
    TransactWriteItem standing(WorkspaceId workspace, int version) {
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(key(workspace.value(), version).values())
                        .conditionExpression("attribute_exists(#wrapped)")
                        .expressionAttributeNames(Map.of("#wrapped", "wrapped")))
                .build();
    }

    /** The keys that a workspace has, the oldest first: numbers and times, no material. One request. */
    public List<KeyFacts> list(WorkspaceId workspace) {
        return all(workspace)
                .filter(item -> item.has("wrapped"))
                .map(item -> new KeyFacts((int) item.number("version"), item.time("createdAt")))
                .toList();
    }

    /**
     * What may be shown of a key.
     *
     * @param createdAt when it was made
     */
    public record KeyFacts(int version, Instant createdAt) {}

    /**
     * Destroys every key of a workspace: what they sealed opens nowhere any more, not even from a backup, once the five minutes are over
     * for which a process may hold a key. The number of the newest stays taken for a day, so that no process can hold a
     * key under a number that means another. One request, and one per key.
     *
     * @return how many were destroyed
     */
    public int destroy(WorkspaceId workspace) {
        List<Item> stored = all(workspace).filter(item -> item.has("wrapped")).toList();
        for (int i = 0; i < stored.size(); i++) {
            Map<String, AttributeValue> key = key(
                            workspace.value(), (int) stored.get(i).number("version"))
                    .values();
            if (i < stored.size() - 1) {
                dynamoDb.deleteItem(request -> request.tableName(table).key(key));
            } else {
                Instant now = clock.instant();
                dynamoDb.updateItem(new Update(table, Item.of(key))
                        .set(new Item().time("destroyedAt", now).expires(now.plus(NUMBER_KEPT)))
                        .remove("wrapped", "createdAt")
                        .returningNothing());
            }
        }
        forget(workspace);
        return stored.size();
    }

    /** Drops every unwrapped key from memory: after a restore from a snapshot nothing of the snapshot's is used. */
    public void forget() {
        cache.clear();
    }

    /** Drops a workspace's unwrapped keys from memory. */
    void forget(WorkspaceId workspace) {
        cache.keySet().removeIf(held -> held.owner().equals(workspace.value()));
    }

    private DataKey existing(String owner, int version) {
        return cached(
                owner,
                version,
                () -> stored(owner, version)
                        .orElseThrow(() -> new VaultException("The key that sealed this secret was destroyed")));
    }

    private DataKey cached(String owner, int version, Supplier<DataKey> loading) {
        Instant now = clock.instant();
        cache.values().removeIf(entry -> !now.isBefore(entry.until()));
        return cache.computeIfAbsent(
                        new CacheKey(owner, version), missing -> new CachedKey(loading.get(), now.plus(LIFETIME)))
                .key();
    }

    private Optional<DataKey> stored(String owner, int version) {
        return find(owner, version).flatMap(found -> unwrap(owner, found));
    }

    private DataKey create(String owner, int version) {
        GenerateDataKeyResponse made = kms.get()
                .generateDataKey(request ->
                        request.keyId(kmsKeyId).keySpec(DataKeySpec.AES_256).encryptionContext(context(owner)));
        Item item = key(owner, version)
                .bytes("wrapped", made.ciphertextBlob().asByteArray())
                .time("createdAt", clock.instant());
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item.values())
                    .conditionExpression("attribute_not_exists(workspace)"));
            return dataKey(version, made.plaintext());
        } catch (ConditionalCheckFailedException anotherWasFirst) {
            return stored(owner, version)
                    .orElseThrow(() -> new VaultException("The workspace's key was destroyed just now"));
        }
    }

    private Optional<StoredKey> find(String owner, int version) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .scanIndexForward(false)
                .limit(1);
        if (version == NEWEST) {
            query.keyConditionExpression("workspace = :w")
                    .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(owner)));
        } else {
            query.keyConditionExpression("workspace = :w AND version = :v")
                    .expressionAttributeValues(Map.of(
                            ":w", AttributeValue.fromS(owner),
                            ":v", AttributeValue.fromN(Integer.toString(version))));
        }
        return dynamoDb.query(query.build()).items().stream()
                .findFirst()
                .map(Item::of)
                .map(item -> new StoredKey(
                        (int) item.number("version"), item.bytes("wrapped").map(SdkBytes::fromByteArray)));
    }

    private Stream<Item> all(WorkspaceId workspace) {
        return WorkspaceQuery.all(dynamoDb, table, workspace);
    }

    private static Item key(String owner, int version) {
        return new Item().text("workspace", owner).number("version", version);
    }

    private Optional<DataKey> unwrap(String owner, StoredKey stored) {
        return stored.wrapped()
                .map(wrapped -> kms.get()
                        .decrypt(request ->
                                request.keyId(kmsKeyId).ciphertextBlob(wrapped).encryptionContext(context(owner)))
                        .plaintext())
                .map(plaintext -> dataKey(stored.version(), plaintext));
    }

    private static DataKey dataKey(int version, SdkBytes plaintext) {
        return new DataKey(version, new SecretKeySpec(plaintext.asByteArray(), "AES"));
    }

    private static Map<String, String> context(String owner) {
        return Map.of("workspace", owner);
    }

    private record CacheKey(String owner, int version) {}

    private record CachedKey(DataKey key, Instant until) {}

    /** @param wrapped absent once the key is destroyed */
    private record StoredKey(int version, Optional<SdkBytes> wrapped) {}
}
