package dev.patchbay.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.patchbay.aws.QueueText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what callers send, strictly: a field that is unknown, missing or of the wrong type is an error that names it. Records say
 * by {@code Optional} what may be absent; an absent list is empty. Thread-safe.
 */
public final class JsonInput {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            // To Jackson an absent field is a null one: these two are what may be absent.
            .withConfigOverride(
                    Optional.class, optional -> optional.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET)))
            .withConfigOverride(
                    List.class, list -> list.setSetterInfo(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL)))
            .build();

    private JsonInput() {}

    /**
     * Reads a body.
     *
     * @throws JsonInputException if the bytes are not JSON of this type, or hold a character that cannot be stored or queued
     */
    public static <T> T read(byte[] body, Class<T> type) throws JsonInputException {
        try {
            T read = present(JSON.readValue(body, type));
            checkCharacters(body);
            return read;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** @throws JsonInputException if the tree is not of this type */
    public static <T> T read(JsonNode tree, Class<T> type) throws JsonInputException {
        try {
            return present(JSON.treeToValue(tree, type));
        } catch (JsonProcessingException e) {
            throw explained(e);
        }
    }

    /** Refuses characters that no queue accepts here, so that the caller gets the error. */
    private static void checkCharacters(byte[] body) throws IOException, JsonInputException {
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean name = token == JsonToken.FIELD_NAME;
                if (name || token == JsonToken.VALUE_STRING) {
                    OptionalInt refused = QueueText.refused(parser.getText());
                    if (refused.isPresent()) {
                        JsonStreamContext at = parser.getParsingContext();
                        throw new JsonInputException(
                                path(name ? at.getParent() : at),
                                "%sholds the character U+%04X, which is not allowed"
                                        .formatted(name ? "has a field whose name " : "", refused.getAsInt()));
                    }
                }
            }
        }
    }

    private static String path(JsonStreamContext at) {
        String path = "";
        for (JsonStreamContext step = at; step != null && !step.inRoot(); step = step.getParent()) {
            path = (step.inArray() ? "[" + step.getCurrentIndex() + "]" : "." + step.getCurrentName()) + path;
        }
        return named(path);
    }

    /** JSON's {@code null} is read as Java's. */
    private static <T> T present(@Nullable T value) throws JsonInputException {
        if (value == null) {
            throw new JsonInputException("body", "is missing");
        }
        return value;
    }

    private static JsonInputException explained(IOException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                new JsonInputException(
                        path(unknown),
                        "is not known; allowed are "
                                + unknown.getKnownPropertyIds().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            case JsonMappingException mapping -> new JsonInputException(path(mapping), reason(mapping));
            default -> new JsonInputException("body", "is not well-formed JSON");
        };
    }

    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return "is not valid: " + refused.getMessage();
        }
        boolean missing =
                e instanceof InvalidNullException || e.getOriginalMessage().startsWith("No content");
        return missing ? "is missing" : "has the wrong type";
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return named(path);
    }

    private static String named(String path) {
        if (path.isEmpty()) {
            return "body";
        }
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
