package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.aws.KeyStore.StoredKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * KMS with symmetric keys. It really encrypts: a ciphertext opens only under its key and its encryption context. Keys survive a restart
 * when there is a state file. Errors are KMS's own. Thread-safe.
 */
public final class KeyService implements AwsService.Operations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String arnPrefix;
    private final String account;
    private final KeyStore store;
    private final Clock clock;
    private final Map<UUID, StoredKey> keys;
    private final Map<String, UUID> aliases;

    public KeyService(String region, String account, StateFile file, Clock clock) {
        this.arnPrefix = "arn:aws:kms:" + region + ":" + account + ":";
        this.account = account;
        this.store = KeyStore.of(file);
        this.clock = clock;
        this.keys = store.keys();
        this.aliases = store.aliases();
    }

    AwsService service() {
        return new AwsService.Answered("kms", "TrentService", this);
    }

    @Override
    public synchronized JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreateKey" -> create(input);
            case "DescribeKey" -> metadata(find(input));
            case "ListKeys" -> list();
            case "CreateAlias" -> alias(input);
            case "ListAliases" -> listAliases();
            case "EnableKeyRotation" -> change(input, key -> with(key, key.enabled(), true));
            case "GetKeyRotationStatus" ->
                JSON.createObjectNode().put("KeyRotationEnabled", find(input).rotated());
            case "EnableKey" -> change(input, key -> with(key, true, key.rotated()));
            case "DisableKey" -> change(input, key -> with(key, false, key.rotated()));
            case "Encrypt" -> encrypt(input);
            case "Decrypt" -> decrypt(input);
            case "GenerateDataKey" -> dataKey(input, true);
            case "GenerateDataKeyWithoutPlaintext" -> dataKey(input, false);
            default -> throw AwsError.unknownOperation(operation);
        };
    }

    private JsonNode create(ObjectNode input) {
        MasterKey master = MasterKey.create();
        StoredKey key = new StoredKey(master, input.path("Description").asText(), Instant.now(clock), true, false);
        keys.put(master.id(), key);
        store.save();
        return metadata(key);
    }

    private JsonNode metadata(StoredKey key) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("KeyMetadata")
                .put("AWSAccountId", account)
                .put("KeyId", key.master().id().toString())
                .put("Arn", arn(key))
                .put("CreationDate", key.created().toEpochMilli() / 1000.0)
                .put("Enabled", key.enabled())
                .put("KeyState", key.enabled() ? "Enabled" : "Disabled")
                .put("Description", key.description())
                .put("KeyUsage", "ENCRYPT_DECRYPT")
                .put("KeySpec", "SYMMETRIC_DEFAULT")
                .put("Origin", "AWS_KMS")
                .put("KeyManager", "CUSTOMER");
        return answer;
    }

    private JsonNode list() {
        ObjectNode answer = JSON.createObjectNode().put("Truncated", false);
        ArrayNode list = answer.putArray("Keys");
        for (StoredKey key : keys.values()) {
            list.addObject().put("KeyId", key.master().id().toString()).put("KeyArn", arn(key));
        }
        return answer;
    }

    private JsonNode alias(ObjectNode input) {
        String name = input.path("AliasName").asText();
        if (aliases.containsKey(name)) {
            throw new AwsError(400, "AlreadyExistsException", "An alias with the name " + name + " already exists");
        }
        aliases.put(name, find(input.path("TargetKeyId").asText()).master().id());
        store.save();
        return JSON.createObjectNode();
    }

    private JsonNode listAliases() {
        ObjectNode answer = JSON.createObjectNode().put("Truncated", false);
        ArrayNode list = answer.putArray("Aliases");
        aliases.forEach((name, id) -> list.addObject()
                .put("AliasName", name)
                .put("AliasArn", arnPrefix + name)
                .put("TargetKeyId", id.toString()));
        return answer;
    }

    private JsonNode change(ObjectNode input, UnaryOperator<StoredKey> change) {
        StoredKey key = find(input);
        keys.put(key.master().id(), change.apply(key));
        store.save();
        return JSON.createObjectNode();
    }

    private static StoredKey with(StoredKey key, boolean enabled, boolean rotated) {
        return new StoredKey(key.master(), key.description(), key.created(), enabled, rotated);
    }

    private JsonNode encrypt(ObjectNode input) {
        StoredKey key = usable(find(input));
        byte[] blob = key.master().seal(binary(input, "Plaintext"), input.path("EncryptionContext"));
        return JSON.createObjectNode()
                .put("CiphertextBlob", blob)
                .put("KeyId", arn(key))
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    }

    private JsonNode decrypt(ObjectNode input) {
        byte[] blob = binary(input, "CiphertextBlob");
        Optional<StoredKey> sealer = MasterKey.sealer(blob).map(keys::get);
        if (sealer.isEmpty()) {
            throw new AwsError(400, "InvalidCiphertextException", "The ciphertext is not of a key of this account.");
        }
        StoredKey key = usable(sealer.get());
        if (input.has("KeyId") && !find(input).equals(key)) {
            throw new AwsError(
                    400,
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation.");
        }
        byte[] plain = key.master()
                .open(blob, input.path("EncryptionContext"))
                .orElseThrow(() -> new AwsError(
                        400,
                        "InvalidCiphertextException",
                        "The ciphertext was changed, or its encryption context is another."));
        return JSON.createObjectNode()
                .put("Plaintext", plain)
                .put("KeyId", arn(key))
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    }

    private JsonNode dataKey(ObjectNode input, boolean inClear) {
        StoredKey key = usable(find(input));
        int bytes = input.has("NumberOfBytes")
                ? input.path("NumberOfBytes").asInt()
                : input.path("KeySpec").asText().equals("AES_128") ? 16 : 32;
        if (bytes < 1 || bytes > 1024) {
            throw AwsError.invalid("NumberOfBytes must be from 1 to 1024.");
        }
        byte[] plain = MasterKey.random(bytes);
        ObjectNode answer = JSON.createObjectNode()
                .put("CiphertextBlob", key.master().seal(plain, input.path("EncryptionContext")))
                .put("KeyId", arn(key));
        return inClear ? answer.put("Plaintext", plain) : answer;
    }

    private static StoredKey usable(StoredKey key) {
        if (!key.enabled()) {
            throw new AwsError(400, "DisabledException", key.master().id() + " is disabled.");
        }
        return key;
    }

    private StoredKey find(ObjectNode input) {
        return find(input.path("KeyId").asText());
    }

    /** By id, ARN, alias or alias ARN, as KMS does. */
    private StoredKey find(String idOrArn) {
        String name = idOrArn.startsWith(arnPrefix) ? idOrArn.substring(arnPrefix.length()) : idOrArn;
        UUID id = name.startsWith("alias/") ? aliases.get(name) : uuid(name.replaceFirst("^key/", ""));
        StoredKey key = id == null ? null : keys.get(id);
        if (key == null) {
            throw new AwsError(400, "NotFoundException", "Key '" + idOrArn + "' does not exist");
        }
        return key;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "NotFoundException", "Invalid keyId '" + text + "'");
        }
    }

    private static byte[] binary(ObjectNode input, String name) {
        try {
            byte[] bytes = input.path(name).binaryValue();
            return bytes == null ? new byte[0] : bytes;
        } catch (IOException e) {
            throw new AwsError(400, "SerializationException", name + " is not base64.");
        }
    }

    private String arn(StoredKey key) {
        return arnPrefix + "key/" + key.master().id();
    }
}
