package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one group of the compiled catalogue. Lists and maps keep the order of the YAML file. */
record CompiledFields(JsonNode fields) {

    boolean has(String name) {
        return fields.has(name);
    }

    /** @throws IllegalArgumentException if there is no such field: the build made the file from another version of this code */
    JsonNode node(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            throw new IllegalArgumentException("The compiled catalogue has no " + name + " where one must be");
        }
        return node;
    }

    CompiledFields group(String name) {
        return new CompiledFields(node(name));
    }

    List<CompiledFields> groups(String name) {
        List<CompiledFields> groups = new ArrayList<>();
        for (JsonNode one : node(name)) {
            groups.add(new CompiledFields(one));
        }
        return groups;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = fields.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    String text(String name) {
        return node(name).textValue();
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    List<String> texts(String name) {
        return texts(node(name));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : list) {
            texts.add(one.textValue());
        }
        return List.copyOf(texts);
    }

    Optional<Set<String>> optionalTextSet(String name) {
        return has(name) ? Optional.of(new LinkedHashSet<>(texts(name))) : Optional.empty();
    }

    List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode one : node(name)) {
            numbers.add(one.intValue());
        }
        return List.copyOf(numbers);
    }

    Optional<Duration> optionalDuration(String name) {
        return has(name) ? Optional.of(Duration.ofMillis(node(name).longValue())) : Optional.empty();
    }

    JsonPointer pointer(String name) {
        return JsonPointer.compile(text(name));
    }

    Optional<JsonPointer> optionalPointer(String name) {
        return has(name) ? Optional.of(pointer(name)) : Optional.empty();
    }

    List<JsonPointer> pointers(String name) {
        List<JsonPointer> pointers = new ArrayList<>();
        for (JsonNode one : node(name)) {
            pointers.add(JsonPointer.compile(one.textValue()));
        }
        return List.copyOf(pointers);
    }

    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node(name).properties()) {
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }

    Optional<Map<String, String>> optionalTextsByName(String name) {
        return has(name) ? Optional.of(textsByName(name)) : Optional.empty();
    }

    Map<String, List<String>> listsByName(String name) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node(name).properties()) {
            lists.put(entry.getKey(), texts(entry.getValue()));
        }
        return lists;
    }

    Map<JsonPointer, String> textsByPointer(String name) {
        Map<JsonPointer, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node(name).properties()) {
            texts.put(JsonPointer.compile(entry.getKey()), entry.getValue().textValue());
        }
        return texts;
    }

    Map<JsonPointer, List<String>> listsByPointer(String name) {
        Map<JsonPointer, List<String>> lists = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node(name).properties()) {
            lists.put(JsonPointer.compile(entry.getKey()), texts(entry.getValue()));
        }
        return lists;
    }
}
