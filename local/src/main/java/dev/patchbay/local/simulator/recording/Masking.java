package dev.patchbay.local.simulator.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.local.simulator.exchange.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Replaces secrets by {@value #MASK}: those that are known by value anywhere, and whatever a field of a secret's name holds. */
final class Masking {
    static final String MASK = "masked";

    private static final Set<String> HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "xi-api-key");

    private static final Set<String> FIELDS = Set.of(
            "access_token",
            "api_key",
            "apikey",
            "assertion",
            "client_assertion",
            "client_secret",
            "code_verifier",
            "id_token",
            "password",
            "refresh_token",
            "secret",
            "token");

    /** These are secrets in requests only: answers name an error's code so. */
    private static final Set<String> FIELDS_OF_REQUESTS = Set.of("code", "key", "state");

    /** The longest first, so that none is a part of one that is masked later. */
    private final List<String> secrets;

    Masking(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> masked = new TreeMap<>();
        headers.forEach((name, value) -> masked.put(name, header(name.toLowerCase(Locale.ROOT), value)));
        return masked;
    }

    /** Keeps the scheme of an Authorization header, such as {@code Bearer}. */
    private String header(String name, String value) {
        if (!HEADERS.contains(name)) {
            return values(value);
        }
        int space = value.indexOf(' ');
        return space > 0 && name.endsWith("authorization") ? value.substring(0, space) + " " + MASK : MASK;
    }

    /** Masks a query or a form, and changes nothing else in it. */
    String form(String fields) {
        return Arrays.stream(fields.split("&", -1))
                .map(field -> {
                    int equals = field.indexOf('=');
                    String name = equals < 0 ? field : field.substring(0, equals);
                    return equals >= 0 && isSecret(name, true) ? name + "=" + MASK : values(field);
                })
                .collect(Collectors.joining("&"));
    }

    /** The body of a request, by what it is. */
    String request(String contentType, String body) {
        return contentType.contains("x-www-form-urlencoded") ? form(body) : document(body, true);
    }

    /** The body of an answer. */
    String answer(String contentType, String body) {
        return contentType.contains("x-www-form-urlencoded") ? form(body) : document(body, false);
    }

    /** Any text, such as a path. */
    String values(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    private String document(String body, boolean request) {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            return values(tree.isContainerNode() && mask(tree, request) ? tree.toString() : body);
        } catch (JsonProcessingException notJson) {
            return values(body);
        }
    }

    /** Whether anything was masked. */
    private static boolean mask(JsonNode node, boolean request) {
        boolean any = false;
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual() && isSecret(field.getKey(), request)) {
                    field.setValue(TextNode.valueOf(MASK));
                    any = true;
                } else {
                    any |= mask(field.getValue(), request);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (JsonNode element : array) {
                any |= mask(element, request);
            }
        }
        return any;
    }

    private static boolean isSecret(String name, boolean request) {
        String known = name.toLowerCase(Locale.ROOT);
        return FIELDS.contains(known) || (request && FIELDS_OF_REQUESTS.contains(known));
    }
}
