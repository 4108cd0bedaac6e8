package dev.patchbay.functions.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connection.ConnectionAttributes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as JSON, with every attribute except the internal ones, so that an attribute that is added to a table later is exported too.
 * {@link ConnectionAttributes} states which of a connection's are internal. Times are written as ISO 8601. Binary attributes are sealed
 * or wrapped secrets and are never exported.
 */
final class ExportedItem {
    private static final JsonNodeFactory JSON = JsonMapper.builder().build().getNodeFactory();

    /** Internal attributes of tables other than that of connections: claims and index keys. */
    private static final Set<String> INTERNAL =
            Set.of("workspace", "event", "claim", "claimedUntil", "confirmation", "openConnection", "openShard");

    /** Times of tables other than that of connections. */
    private static final Set<String> TIMES = Set.of(
            "at",
            "confirmationUntil",
            "createdAt",
            "deadline",
            "finishedAt",
            "nextAttemptAt",
            "overdueAt",
            "pausedSince",
            "readBefore",
            "registeredAt",
            "runningUntil",
            "settledAt",
            "until");

    private ExportedItem() {}

    static ObjectNode of(Map<String, AttributeValue> item) {
        ObjectNode json = JSON.objectNode();
        new TreeMap<>(item).forEach((name, value) -> {
            if (!isInternal(name) && value.type() != AttributeValue.Type.B) {
                json.set(name, json(name, value));
            }
        });
        return json;
    }

    private static boolean isInternal(String name) {
        return INTERNAL.contains(name) || ConnectionAttributes.isInternal(name);
    }

    private static boolean isTime(String name) {
        return TIMES.contains(name) || ConnectionAttributes.isTime(name);
    }

    private static JsonNode json(String name, AttributeValue value) {
        return switch (value.type()) {
            case S -> JSON.textNode(value.s());
            case N -> number(name, new BigDecimal(value.n()));
            case BOOL -> JSON.booleanNode(value.bool());
            case SS ->
                JSON.arrayNode()
                        .addAll(value.ss().stream().sorted().map(JSON::textNode).toList());
            case L ->
                JSON.arrayNode()
                        .addAll(value.l().stream().map(one -> json("", one)).toList());
            case M -> {
                ObjectNode map = JSON.objectNode();
                new TreeMap<>(value.m()).forEach((key, one) -> map.set(key, json("", one)));
                yield map;
            }
            case B, BS, NS, NUL, UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException("No table holds the type of " + name);
        };
    }

    private static JsonNode number(String name, BigDecimal number) {
        if (name.equals("expiresAt")) {
            return JSON.textNode(Instant.ofEpochSecond(number.longValueExact()).toString());
        }
        return isTime(name)
                ? JSON.textNode(Instant.ofEpochMilli(number.longValueExact()).toString())
                : JSON.numberNode(number);
    }
}
