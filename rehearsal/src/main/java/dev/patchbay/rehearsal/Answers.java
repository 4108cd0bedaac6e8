package dev.patchbay.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The answers of AWS and of a provider, by request. A request is written as words: first AWS's operation or the HTTP method, then what
 * its path or body contains, such as {@code Query AGENTS_TABLE} or {@code POST /token}. The first that fits is taken. A last
 * word {@code ?} stands for a request that comes only sometimes. An array is answered one after the other, and again from its beginning.
 *
 * <p>Items are plain JSON: a text, a number, a flag and an array of texts stand for {@code S}, {@code N}, {@code BOOL} and {@code SS};
 * an object is sent as it is, such as {@code {"B": "AA=="}}. Thread-safe.
 */
final class Answers {
    private static final String OPTIONAL = " ?";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, JsonNode> answers = new LinkedHashMap<>();
    private final Map<String, Integer> given = new LinkedHashMap<>();
    private final List<String> unexpected = new ArrayList<>();

    Answers(JsonNode script) {
        script.properties().forEach(entry -> answers.put(entry.getKey(), entry.getValue()));
    }

    /**
     * The answer to a request; empty: it is none that the rehearsal expects.
     *
     * @param called AWS's operation, or method and path
     */
    synchronized Optional<String> to(String called, String body) {
        String request = called + " " + body;
        Optional<String> known =
                answers.keySet().stream().filter(words -> fits(words, request)).findFirst();
        if (known.isEmpty()) {
            unexpected.add(request);
        }
        return known.map(words -> {
            JsonNode answer = answers.getOrDefault(words, MissingNode.getInstance());
            int before = given.merge(words, 1, Integer::sum) - 1;
            return sent(answer.isArray() ? answer.path(before % answer.size()) : answer, called, body);
        });
    }

    private static boolean fits(String words, String request) {
        String[] parts = words.replace(OPTIONAL, "").split(" ", -1);
        return request.startsWith(parts[0] + " ") && List.of(parts).stream().allMatch(request::contains);
    }

    /** @throws IllegalStateException naming every request that was not expected */
    synchronized void check() {
        if (!unexpected.isEmpty()) {
            throw new IllegalStateException("The rehearsal expects no such request: " + unexpected);
        }
    }

    /** @throws IllegalStateException naming every answer that no request came for */
    synchronized void checkAllGiven() {
        TreeSet<String> left = new TreeSet<>(answers.keySet());
        left.removeAll(given.keySet());
        left.removeIf(words -> words.endsWith(OPTIONAL));
        if (!left.isEmpty()) {
            throw new IllegalStateException("The rehearsal expects requests that did not come: " + left);
        }
    }

    private static String sent(JsonNode answer, String called, String body) {
        ObjectNode sent = answer.deepCopy();
        List.of("Item", "Attributes").forEach(name -> attributes(sent.path(name)));
        sent.path("Items").forEach(Answers::attributes);
        if (sent.has("Items")) {
            sent.put("Count", sent.path("Items").size());
        }
        if (called.equals("SendMessage")) {
            sent.put("MD5OfMessageBody", md5(request(body).path("MessageBody").asText()));
        }
        return sent.toString();
    }

    private static void attributes(JsonNode item) {
        item.properties().forEach(attribute -> attribute.setValue(attribute(attribute.getValue())));
    }

    private static JsonNode attribute(JsonNode value) {
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        return switch (value.getNodeType()) {
            case STRING -> typed.set("S", value);
            case NUMBER -> typed.put("N", value.asText());
            case BOOLEAN -> typed.set("BOOL", value);
            case ARRAY -> typed.set("SS", value);
            default -> value;
        };
    }

    private static JsonNode request(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not an AWS JSON request", e);
        }
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
