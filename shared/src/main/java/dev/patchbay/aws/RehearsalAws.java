package dev.patchbay.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The AWS of a {@link Rehearsal}: each table holds one item, the last that was written; conditions always hold; the key service
 * "wraps" a key by returning it. Enough for the real code to run through, and nothing else.
 */
final class RehearsalAws {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(#\\w+) = (?:if_not_exists\\(#\\w+, (:v\\d+)\\)(?: \\+ (:v\\d+))?|(:v\\d+))");
    private static final Pattern RENAMING = Pattern.compile("(#\\w+) = (#\\w+)");
    private static final Pattern REMOVAL = Pattern.compile("REMOVE .*");
    private static final Pattern KEY_NAME = Pattern.compile("(?<![#:\\w])([a-z]\\w*) (?:=|<=) ");
    private static final Pattern NAME = Pattern.compile("#\\w+");
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final Map<String, ObjectNode> tables = new ConcurrentHashMap<>();

    String answer(String target, String body) {
        try {
            return JSON.writeValueAsString(answer(target.substring(target.indexOf('.') + 1), JSON.readTree(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not an AWS JSON request", e);
        }
    }

    private ObjectNode answer(String operation, JsonNode request) {
        ObjectNode response = JSON.createObjectNode();
        String table = request.path("TableName").asText();
        switch (operation) {
            case "PutItem" -> tables.put(table, request.path("Item").deepCopy());
            case "TransactWriteItems" ->
                request.path("TransactItems").forEach(part -> {
                    if (part.path("Put").path("Item") instanceof ObjectNode put) {
                        tables.put(part.path("Put").path("TableName").asText(), put.deepCopy());
                    }
                    JsonNode update = part.path("Update");
                    if (update.isObject()) {
                        update(item(update.path("TableName").asText()), update);
                    }
                    tables.remove(part.path("Delete").path("TableName").asText());
                });
            case "GetItem" -> response.set("Item", item(table));
            case "DeleteItem" -> response.set("Attributes", item(table));
            case "Query" -> {
                ObjectNode found = item(table);
                if (isFound(found, request)) {
                    response.withArray("Items").add(found);
                }
                response.put("Count", response.path("Items").size());
            }
            case "UpdateItem" -> response.set("Attributes", update(item(table), request));
            case "GenerateDataKey" -> response.put("Plaintext", KEY).put("CiphertextBlob", KEY);
            case "Decrypt" -> response.put("Plaintext", KEY);
            case "GetSecretValue" ->
                response.put("SecretString", "{\"clientId\":\"rehearsal\",\"clientSecret\":\"rehearsal\"}");
            case "BatchGetItem" -> response.putObject("Responses");
            case "SendMessageBatch" -> {
                response.putArray("Failed");
                request.path("Entries")
                        .forEach(entry -> response.withArray("Successful")
                                .addObject()
                                .put("Id", entry.path("Id").asText())
                                .put("MessageId", "rehearsal")
                                .put(
                                        "MD5OfMessageBody",
                                        md5(entry.path("MessageBody").asText())));
            }
            case "SendMessage" ->
                response.put("MessageId", "rehearsal")
                        .put("MD5OfMessageBody", md5(request.path("MessageBody").asText()));
            case "PutEvents" -> {
                response.put("FailedEntryCount", 0);
                request.path("Entries")
                        .forEach(entry ->
                                response.withArray("Entries").addObject().put("EventId", "1"));
            }
            default -> {}
        }
        return response;
    }

    /** A table or an index holds no item that lacks its keys. */
    private static boolean isFound(ObjectNode item, JsonNode query) {
        return !item.isEmpty()
                && KEY_NAME.matcher(query.path("KeyConditionExpression").asText())
                        .results()
                        .allMatch(key -> item.has(key.group(1)));
    }

    private ObjectNode item(String table) {
        return tables.computeIfAbsent(table, empty -> JSON.createObjectNode());
    }

    private static ObjectNode update(ObjectNode item, JsonNode request) {
        request.path("Key").properties().forEach(key -> item.set(key.getKey(), key.getValue()));
        Matcher assignment = ASSIGNMENT.matcher(request.path("UpdateExpression").asText());
        while (assignment.find()) {
            String value = assignment.group(4) != null
                    ? assignment.group(4)
                    : assignment.group(3) != null ? assignment.group(3) : assignment.group(2);
            item.set(
                    request.path("ExpressionAttributeNames")
                            .path(assignment.group(1))
                            .asText(),
                    request.path("ExpressionAttributeValues").path(value));
        }
        JsonNode names = request.path("ExpressionAttributeNames");
        RENAMING.matcher(request.path("UpdateExpression").asText())
                .results()
                .forEach(both -> item.set(
                        names.path(both.group(1)).asText(),
                        item.path(names.path(both.group(2)).asText())));
        Matcher removal = REMOVAL.matcher(request.path("UpdateExpression").asText());
        if (removal.find()) {
            NAME.matcher(removal.group())
                    .results()
                    .forEach(name -> item.remove(request.path("ExpressionAttributeNames")
                            .path(name.group())
                            .asText()));
        }
        return item;
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }
}
