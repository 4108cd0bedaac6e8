package dev.patchbay.local.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Connects of the bench's owner, each stopped at the step that is to be measured. Not thread-safe. */
final class BenchConnects {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The owner's accounts at the providers. */
    private static final Map<String, String> ACCOUNTS = Map.of(
            "gmail", "john@gmail.com",
            "slack", "john@acme.example",
            "freshbooks", "john@acme.example");

    private final LocalCloud cloud;
    private final PatchbayClient owner;
    private final Set<String> connected = new HashSet<>();

    BenchConnects(LocalCloud cloud, PatchbayClient owner) {
        this.cloud = cloud;
        this.owner = owner;
    }

    /** Connects an account of a provider, once. */
    void connect(String provider) {
        if (!connected.add(provider)) {
            return;
        }
        Answer answer = ACCOUNTS.containsKey(provider)
                ? owner.connect(consent(provider))
                : owner.post("/api/connections", Map.of("provider", provider, "apiKey", ApolloSimulator.KEY));
        if (answer.status() >= 300) {
            throw new IllegalStateException(
                    "No account of " + provider + " can be connected to be measured: " + answer.json());
        }
    }

    /** Forgets the connection of this provider, which was changed: the next call connects again. */
    void changed(String provider) {
        connected.remove(provider);
    }

    /** Returns a callback whose code and state are unused. */
    String callback(ObjectNode sample) {
        URI back = consent("gmail");
        ObjectNode event = sample.deepCopy();
        ObjectNode query = event.putObject("queryStringParameters");
        for (String parameter : back.getRawQuery().split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        event.put("rawQueryString", back.getRawQuery());
        return event.toString();
    }

    /** Returns a completion whose handle is unused. */
    String completion(ObjectNode sample) {
        ObjectNode event = sample.deepCopy();
        event.put("body", JSON.createObjectNode().put("handle", handle("gmail")).toString());
        return event.toString();
    }

    /** The message about a grant that has expired uncompleted and that the provider can revoke alone. */
    String abandoned(ObjectNode sample) {
        String hash = sha256(handle("freshbooks"));
        try (AwsClients clients = cloud.clients("bench");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.updateItem(request -> request.tableName(table())
                    .key(Map.of("handle", AttributeValue.fromS(hash)))
                    .updateExpression("SET #until = :past")
                    .expressionAttributeNames(Map.of("#until", "until"))
                    .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1"))));
        }
        ObjectNode event = sample.deepCopy();
        ((ObjectNode) event.at("/Records/0"))
                .put(
                        "body",
                        JSON.createObjectNode()
                                .put("workspace", "acme")
                                .put("handleHash", hash)
                                .toString());
        return event.toString();
    }

    private String handle(String provider) {
        return owner.open(consent(provider))
                .locationFragment("patchbay_handle")
                .orElseThrow(() -> new IllegalStateException("A callback to be measured brought no handle."));
    }

    private URI consent(String provider) {
        URI page = URI.create(
                owner.get("/api/auth/oauth/" + provider + "/authorize").text("/authorizationUrl"));
        return new Person().allow(page, ACCOUNTS.getOrDefault(provider, ""));
    }

    private String table() {
        return cloud.stack().tables().stream()
                .filter(table -> table.logicalId().equals("PendingGrantsTable"))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
