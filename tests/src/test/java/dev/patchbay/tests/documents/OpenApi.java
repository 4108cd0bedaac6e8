package dev.patchbay.tests.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/openapi.yaml, read. */
record OpenApi(JsonNode root) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    static OpenApi read() {
        Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Project.read("docs/openapi.yaml"));
        return new OpenApi(JSON.valueToTree(yaml));
    }

    /** Operations by route, spelt {@code GET /api/connections/{id}}. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(field -> METHODS.contains(field.getKey()))
                        .forEach(field -> operations.put(
                                field.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), field.getValue())));
        return operations;
    }

    /** The operation of a route that {@link #operations} names. */
    JsonNode operation(String route) {
        return operations().getOrDefault(route, MissingNode.getInstance());
    }

    /** Returns the target of a reference, or the node itself if it is not a reference. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : root.at(reference.substring(1));
    }

    /** Whether an operation needs a token: its own {@code security}, or else the document's. */
    boolean needsToken(JsonNode operation) {
        JsonNode security = operation.has("security") ? operation.path("security") : root.path("security");
        return !security.isEmpty();
    }

    /** The values of an enumeration among the schemas. */
    Set<String> values(String schema) {
        Set<String> values = new TreeSet<>();
        schema(schema).path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }

    JsonNode schema(String name) {
        return root.at("/components/schemas/" + name);
    }

    /**
     * Returns what a value lacks that a schema requires, or holds that the schema does not allow. Objects may hold described fields
     * only: callers must ignore unknown fields, but the document must be complete.
     */
    Set<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", root.path("components").deepCopy());
        for (JsonNode node : new OpenApi(whole).nodes()) {
            if (node instanceof ObjectNode described
                    && described.path("properties").isObject()) {
                described.put("additionalProperties", false);
            }
        }
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    /** Every node of the document. */
    List<JsonNode> nodes() {
        List<JsonNode> nodes = new ArrayList<>(List.of(root));
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).forEach(nodes::add);
        }
        return nodes;
    }
}
