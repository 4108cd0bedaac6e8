package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The schemas of docs/openapi.yaml hold only keywords of JSON Schema 2020-12 and OpenAPI 3.1. JSON Schema allows any other key, so a
 * description with a comma and without quotes is valid to most validators, and cut.
 */
class OpenApiSchemasTest {
    private static final List<String> VOCABULARIES =
            List.of("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content");

    /** Source: OpenAPI Specification 3.1.1, section 4.8.24.2, "Fixed Fields" of the Schema Object. */
    private static final Set<String> OF_OPENAPI = Set.of("discriminator", "xml", "externalDocs", "example");

    private static final Set<String> WITH_A_SCHEMA =
            Set.of("items", "additionalProperties", "not", "if", "then", "else");
    private static final Set<String> WITH_SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> WITH_NAMED_SCHEMAS = Set.of("properties", "patternProperties", "$defs");

    private final Set<String> keywords = keywords();
    private final List<String> unknown = new ArrayList<>();

    @Test
    void everyKeyOfASchemaIsAKeyword() {
        JsonNode root = OpenApi.read().root();
        root.at("/components/schemas").properties().forEach(one -> check(one.getKey(), one.getValue()));
        checkBelow("paths", root.path("paths"));
        root.path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("schemas"))
                .forEach(kind -> checkBelow(kind.getKey(), kind.getValue()));

        assertThat(unknown).isEmpty();
    }

    /** Looks for schemas below a node that is none. */
    private void checkBelow(String at, JsonNode node) {
        node.properties().forEach(field -> {
            if (field.getKey().equals("schema")) {
                check(at, field.getValue());
            } else if (!field.getKey().equals("examples")) {
                checkBelow(at + "/" + field.getKey(), field.getValue());
            }
        });
        if (node.isArray()) {
            node.forEach(element -> checkBelow(at, element));
        }
    }

    private void check(String at, JsonNode schema) {
        schema.properties().forEach(field -> {
            String key = field.getKey();
            String here = at + "/" + key;
            if (!keywords.contains(key)) {
                unknown.add(here);
            } else if (WITH_A_SCHEMA.contains(key)) {
                check(here, field.getValue());
            } else if (WITH_SCHEMAS.contains(key)) {
                field.getValue().forEach(one -> check(here, one));
            } else if (WITH_NAMED_SCHEMAS.contains(key)) {
                field.getValue().properties().forEach(one -> check(here + "/" + one.getKey(), one.getValue()));
            }
        });
    }

    /** Returns the properties of the published meta-schemas, which the validator includes. */
    private static Set<String> keywords() {
        Set<String> keywords = new TreeSet<>(OF_OPENAPI);
        for (String vocabulary : VOCABULARIES) {
            try (InputStream file = JsonSchema.class.getResourceAsStream("/draft/2020-12/meta/" + vocabulary)) {
                JsonMapper.builder()
                        .build()
                        .readTree(file)
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(keywords::add);
            } catch (IOException e) {
                throw new IllegalStateException("The meta-schema " + vocabulary + " cannot be read", e);
            }
        }
        return keywords;
    }
}
