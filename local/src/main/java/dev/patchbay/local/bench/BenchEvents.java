package dev.patchbay.local.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Events that make a function do its real work: the samples in {@code events/}, with the records that they name. Each serves one
 * invocation. Needs a stack whose queues wait. Not thread-safe.
 */
final class BenchEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final LocalCloud cloud;
    private final Path samples;
    private final PatchbayClient owner;
    private final BenchConnects connects;

    /** @param samples the folder with the sample events, whose workspace and member they are for */
    BenchEvents(LocalCloud cloud, Path samples) {
        this.cloud = cloud;
        this.samples = samples;
        this.owner = PatchbayClient.of(cloud.gatewayUri(), cloud.token("acme", "ann@acme.example", "owner"));
        this.connects = new BenchConnects(cloud, owner);
    }

    /** So many events for a function. */
    List<String> of(FunctionResource function, int count) {
        ObjectNode sample = sample(function);
        JsonNode action = json(sample.at("/Records/0/body").asText("{}"));
        if (sample.path("routeKey").asText().endsWith("/callback")) {
            return Stream.generate(() -> connects.callback(sample)).limit(count).toList();
        }
        if (sample.path("routeKey").asText().endsWith("/complete")) {
            return Stream.generate(() -> connects.completion(sample))
                    .limit(count)
                    .toList();
        }
        if (action.has("handleHash")) {
            return Stream.generate(() -> connects.abandoned(sample))
                    .limit(count)
                    .toList();
        }
        if (sample.path("headers").has("idempotency-key")) {
            connects.connect(json(sample.path("body").asText()).path("provider").asText());
            return Stream.generate(() -> submission(sample)).limit(count).toList();
        }
        if (action.has("action")) {
            connects.connect(action.path("provider").asText());
            return queued(sample, action, count);
        }
        if (action.path("detail").has("id")) {
            connects.connect(action.at("/detail/provider").asText());
            endConnection(action.path("detail"));
            return Stream.generate(() -> happening(sample, action)).limit(count).toList();
        }
        return Stream.generate(sample::toString).limit(count).toList();
    }

    /** Returns an event of the bus that has not been reported yet. */
    private static String happening(ObjectNode sample, JsonNode happened) {
        ObjectNode event = sample.deepCopy();
        ObjectNode fresh = happened.deepCopy();
        fresh.withObject("/detail").put("id", "evt_" + UUID.randomUUID());
        ((ObjectNode) event.at("/Records/0")).put("body", fresh.toString());
        return event.toString();
    }

    /** Ends the connection as the event states, since an event that no longer applies is not reported. */
    private void endConnection(JsonNode event) {
        String table = cloud.stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals("ConnectionsTable"))
                .findFirst()
                .orElseThrow()
                .name();
        try (AwsClients clients = cloud.clients("bench");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.updateItem(update -> update.tableName(table)
                    .key(Map.of(
                            "workspace",
                                    AttributeValue.fromS(event.path("workspace").asText()),
                            "connection",
                                    AttributeValue.fromS(
                                            event.path("connectionId").asText())))
                    .updateExpression("SET #status = :status, statusSince = :since")
                    .expressionAttributeNames(Map.of("#status", "status"))
                    .expressionAttributeValues(Map.of(
                            ":status",
                            AttributeValue.fromS(event.path("type")
                                    .asText()
                                    .replace("connection.", "")
                                    .toUpperCase(Locale.ROOT)),
                            ":since",
                            AttributeValue.fromN(Long.toString(
                                    Instant.parse(event.path("since").asText()).toEpochMilli())))));
        }
        connects.changed(event.path("provider").asText());
    }

    /** Fails unless the work of the event was done, for functions whose answer does not show it. */
    void checkDone(String event) {
        JsonNode action = json(json(event).at("/Records/0/body").asText("{}"));
        if (action.has("action")) {
            Answer outcome = owner.get("/api/actions/" + action.path("id").asText());
            boolean dead = json(event).at("/Records/0/eventSourceARN").asText().contains("DeadLetters");
            if (!outcome.text("/status").equals(dead ? "failed" : "succeeded")) {
                throw new IllegalStateException("The action "
                        + action.path("action").asText() + " that was measured ended so: " + outcome.json());
            }
        }
    }

    private static String submission(ObjectNode sample) {
        ObjectNode event = sample.deepCopy();
        event.withObject("/headers").put("idempotency-key", UUID.randomUUID().toString());
        return event.toString();
    }

    /** Submits actions and takes their messages from the queue, as the worker gets them. */
    private List<String> queued(ObjectNode sample, JsonNode action, int count) {
        String worker = "action-" + action.path("provider").asText();
        EventSource.Queue queue = cloud.stack().functions().stream()
                .filter(candidate -> service(candidate).equals(worker))
                .flatMap(candidate -> candidate.events(EventSource.Queue.class))
                .findFirst()
                .orElseThrow();
        try (AwsClients clients = cloud.clients("bench");
                SqsClient sqs = clients.sqs()) {
            String url = sqs.getQueueUrl(request -> request.queueName(nameIn(queue.queueArn())))
                    .queueUrl();
            return Stream.generate(() -> {
                        submit(action);
                        return received(sqs, url, sample);
                    })
                    .limit(count)
                    .toList();
        }
    }

    private void submit(JsonNode action) {
        ObjectNode request = JSON.createObjectNode();
        request.set("provider", action.path("provider"));
        request.set("action", action.path("action"));
        request.set("input", action.path("input"));
        Answer accepted = owner.post("/api/actions", request);
        if (accepted.status() != 202) {
            throw new IllegalStateException("An action to be measured was not accepted: " + accepted.json());
        }
    }

    private static String received(SqsClient sqs, String url, ObjectNode sample) {
        Message message = sqs.receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(10)).messages().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("An accepted action did not come to " + url + "."));
        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
        ObjectNode event = sample.deepCopy();
        ((ObjectNode) event.at("/Records/0")).put("body", message.body());
        return event.toString();
    }

    private ObjectNode sample(FunctionResource function) {
        Path file = samples.resolve(service(function) + ".json");
        try {
            return (ObjectNode) json(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: each function needs a sample event.", e);
        }
    }

    private static String service(FunctionResource function) {
        return function.environment().getOrDefault("POWERTOOLS_SERVICE_NAME", function.logicalId());
    }

    private static String nameIn(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }
}
