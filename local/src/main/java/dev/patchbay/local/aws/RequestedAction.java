package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What IAM is asked for a request: a batch or a transaction asks for each of its parts. Source: the service authorization reference,
 * "Actions, resources, and condition keys" of each service.
 *
 * @param name such as {@code dynamodb:PutItem}
 * @param resources the ARN of what it is about, or {@code *} for what is not about one thing; two where AWS takes either
 * @param context the values that conditions may look at, by key
 */
record RequestedAction(String name, List<String> resources, Map<String, String> context) {
    /** What the parts of a transaction are called as actions of their own. */
    private static final Map<String, String> PARTS = Map.of(
            "Put", "PutItem",
            "Update", "UpdateItem",
            "Delete", "DeleteItem",
            "ConditionCheck", "ConditionCheckItem",
            "Get", "GetItem");

    /** An account and region, in which names stand for ARNs. */
    record Place(String region, String account) {
        private String arn(String service, String kind, String nameOrArn) {
            return nameOrArn.startsWith("arn:")
                    ? nameOrArn
                    : "arn:aws:" + service + ":" + region + ":" + account + ":" + kind + nameOrArn;
        }
    }

    static List<RequestedAction> of(String service, String operation, ObjectNode input, Place place) {
        return switch (service) {
            case "dynamodb" -> tables(operation, input, place);
            case "sqs" -> List.of(queue(operation, input, place));
            case "kms" -> List.of(key(operation, input, place));
            case "secretsmanager" -> List.of(secret(operation, input, place));
            case "events" -> buses(operation, input, place);
            case "ses" -> List.of(mail(operation, input, place));
            default -> List.of(about(service + ":" + operation, "*"));
        };
    }

    private static List<RequestedAction> tables(String operation, ObjectNode input, Place place) {
        return switch (operation) {
            case "TransactWriteItems", "TransactGetItems" ->
                input.path("TransactItems")
                        .valueStream()
                        .flatMap(JsonNode::propertyStream)
                        .map(part -> table(PARTS.getOrDefault(part.getKey(), part.getKey()), part.getValue(), place))
                        .toList();
            case "BatchGetItem", "BatchWriteItem" ->
                input.path("RequestItems")
                        .propertyStream()
                        .map(part -> table(operation, input.objectNode().put("TableName", part.getKey()), place))
                        .toList();
            default -> List.of(table(operation, input, place));
        };
    }

    private static RequestedAction table(String operation, JsonNode input, Place place) {
        String table = input.path("TableName").asText();
        String index = input.path("IndexName").asText();
        String arn = table.isEmpty() ? "*" : place.arn("dynamodb", "table/", table);
        return new RequestedAction(
                "dynamodb:" + operation, List.of(index.isEmpty() ? arn : arn + "/index/" + index), leadingKeys(input));
    }

    /** The partition that one item is in, for the tables whose partitions are workspaces or OAuth apps. */
    private static Map<String, String> leadingKeys(JsonNode input) {
        return Stream.of("workspace", "app")
                .flatMap(key -> Stream.of("Item", "Key")
                        .map(where -> input.path(where).path(key).path("S")))
                .filter(JsonNode::isTextual)
                .findFirst()
                .map(partition -> Map.of("dynamodb:LeadingKeys", partition.asText()))
                .orElse(Map.of());
    }

    private static RequestedAction queue(String operation, ObjectNode input, Place place) {
        String url = input.path("QueueUrl").asText();
        String name = url.isEmpty() ? input.path("QueueName").asText() : url.substring(url.lastIndexOf('/') + 1);
        // A batch needs the right to do each.
        return about("sqs:" + operation.replaceFirst("Batch$", ""), place.arn("sqs", "", name));
    }

    private static RequestedAction key(String operation, ObjectNode input, Place place) {
        Map<String, String> context = new LinkedHashMap<>();
        input.path("EncryptionContext")
                .propertyStream()
                .forEach(field -> context.put(
                        "kms:EncryptionContext:" + field.getKey(),
                        field.getValue().asText()));
        String arn = place.arn("kms", "key/", input.path("KeyId").asText("*"));
        return new RequestedAction("kms:" + operation, List.of(arn), context);
    }

    private static RequestedAction secret(String operation, ObjectNode input, Place place) {
        String id = input.path("SecretId").asText();
        // Secrets Manager gives each ARN six characters of its own after the name: a policy must reckon with them.
        String ending = id.startsWith("arn:") ? "" : "-AbCdEf";
        return about("secretsmanager:" + operation, place.arn("secretsmanager", "secret:", id) + ending);
    }

    private static List<RequestedAction> buses(String operation, ObjectNode input, Place place) {
        JsonNode entries = input.path("Entries");
        return (entries.isArray() ? entries.valueStream() : Stream.of(input))
                .map(entry -> entry.path("EventBusName").asText("default"))
                .distinct()
                .map(bus -> about("events:" + operation, place.arn("events", "event-bus/", bus)))
                .toList();
    }

    /** The identity may be the sender's address or its domain. */
    private static RequestedAction mail(String operation, ObjectNode input, Place place) {
        String sender = input.path("FromEmailAddress").asText().replaceFirst("^.*<(.*)>$", "$1");
        List<String> identities = Stream.of(sender, sender.substring(sender.indexOf('@') + 1))
                .map(identity -> place.arn("ses", "identity/", identity))
                .toList();
        return new RequestedAction("ses:" + operation, identities, Map.of());
    }

    /** One action on one resource, without attributes for a condition. */
    static RequestedAction about(String name, String resource) {
        return new RequestedAction(name, List.of(resource), Map.of());
    }
}
