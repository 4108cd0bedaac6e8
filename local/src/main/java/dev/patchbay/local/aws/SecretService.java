package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Secrets Manager: each secret keeps its current and its previous version. Survives a restart with a state file. Thread-safe. */
public final class SecretService implements AwsService.Operations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String arnPrefix;
    private final StateFile file;
    private final ObjectNode secrets;

    public SecretService(String region, String account, StateFile file) {
        this.arnPrefix = "arn:aws:secretsmanager:" + region + ":" + account + ":secret:";
        this.file = file;
        this.secrets = file.read();
    }

    AwsService service() {
        return new AwsService.Answered("secretsmanager", "secretsmanager", this);
    }

    @Override
    public synchronized JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreateSecret" -> create(input);
            case "PutSecretValue", "UpdateSecret" -> put(find(input), input);
            case "GetSecretValue" -> value(find(input), input);
            case "DescribeSecret" -> describe(find(input));
            case "ListSecrets" -> list();
            case "DeleteSecret" -> delete(find(input));
            default -> throw AwsError.unknownOperation(operation);
        };
    }

    private JsonNode create(ObjectNode input) {
        String name = input.path("Name").asText();
        if (secrets.has(name)) {
            throw new AwsError(
                    400,
                    "ResourceExistsException",
                    "The operation failed because the secret " + name + " already exists.");
        }
        ObjectNode secret = secrets.putObject(name).put("Name", name).put("ARN", arnPrefix + name);
        return put(secret, input);
    }

    private JsonNode put(ObjectNode secret, ObjectNode input) {
        if (input.has("SecretString") || input.has("SecretBinary")) {
            if (secret.has("current")) {
                secret.set("previous", secret.get("current"));
            }
            ObjectNode version = secret.putObject("current")
                    .put("VersionId", UUID.randomUUID().toString());
            for (String field : new String[] {"SecretString", "SecretBinary"}) {
                if (input.has(field)) {
                    version.set(field, input.get(field));
                }
            }
        }
        file.write(secrets);
        return identity(secret)
                .put("VersionId", secret.path("current").path("VersionId").asText());
    }

    private static JsonNode value(ObjectNode secret, ObjectNode input) {
        String stage = input.path("VersionStage").asText("AWSCURRENT");
        JsonNode version = secret.path(stage.equals("AWSPREVIOUS") ? "previous" : "current");
        if (!(version instanceof ObjectNode content)) {
            throw AwsError.notFound(
                    "Secrets Manager can't find the specified secret value for staging label: " + stage);
        }
        ObjectNode answer = identity(secret);
        answer.setAll(content);
        answer.putArray("VersionStages").add(stage);
        return answer;
    }

    private static ObjectNode describe(ObjectNode secret) {
        ObjectNode answer = identity(secret);
        if (secret.has("current")) {
            answer.putObject("VersionIdsToStages")
                    .putArray(secret.path("current").path("VersionId").asText())
                    .add("AWSCURRENT");
        }
        return answer;
    }

    private JsonNode list() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("SecretList");
        secrets.properties().forEach(secret -> list.add(identity(secret.getValue())));
        return answer;
    }

    private JsonNode delete(ObjectNode secret) {
        secrets.remove(secret.path("Name").asText());
        file.write(secrets);
        return identity(secret);
    }

    private static ObjectNode identity(JsonNode secret) {
        return JSON.createObjectNode()
                .put("ARN", secret.path("ARN").asText())
                .put("Name", secret.path("Name").asText());
    }

    private ObjectNode find(ObjectNode input) {
        String id = input.path("SecretId").asText();
        String name = id.startsWith(arnPrefix) ? id.substring(arnPrefix.length()) : id;
        if (secrets.get(name) instanceof ObjectNode secret) {
            return secret;
        }
        throw AwsError.notFound("Secrets Manager can't find the specified secret.");
    }
}
