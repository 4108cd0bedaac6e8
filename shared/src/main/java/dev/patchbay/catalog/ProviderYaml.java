package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads one catalogue file strictly: an unknown, missing or ill-typed field is an error that says what is allowed. Skips {@code source}
 * in every group: the sources are for the person who checks the facts, not for the functions. A test checks the sources.
 */
final class ProviderYaml {
    private static final String SOURCE = "source";

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .annotationIntrospector(new Sources())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addDeserializer(JsonPointer.class, new Pointer())
                    .addDeserializer(UrlTemplate.class, new Template())
                    .addKeyDeserializer(JsonPointer.class, new PointerKey())
                    .setDeserializerModifier(new StrictParts(SOURCE)))
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            // To Jackson an absent field is a null one: an Optional is what may be absent.
            .withConfigOverride(
                    Optional.class, optional -> optional.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET)))
            .build();

    private ProviderYaml() {}

    /** @throws CatalogException if the file is not a valid provider */
    static Provider read(String file, InputStream yaml) throws IOException {
        Provider provider = parse(file, yaml);
        ProviderRules.check(file, provider);
        return provider;
    }

    private static Provider parse(String file, InputStream yaml) throws IOException {
        try {
            return YAML.readValue(yaml, Provider.class);
        } catch (UnrecognizedPropertyException e) {
            throw new CatalogException(
                    file, path(e), "is no field; known here are " + sorted(e.getKnownPropertyIds()), e);
        } catch (InvalidTypeIdException e) {
            throw new CatalogException(file, path(e) + ".kind", "must be oauth2 or api-key", e);
        } catch (InvalidNullException e) {
            throw new CatalogException(file, path(e), "is missing", e);
        } catch (InvalidFormatException e) {
            throw new CatalogException(file, path(e), "\"" + e.getValue() + "\" " + expected(e.getTargetType()), e);
        } catch (MismatchedInputException e) {
            throw new CatalogException(file, path(e), shape(e), e);
        } catch (JsonMappingException e) {
            throw new CatalogException(file, path(e), refusal(e), e);
        } catch (JsonProcessingException e) {
            throw new CatalogException(
                    file,
                    "line " + e.getLocation().getLineNr(),
                    "is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** What is wanted where something of another shape stands. */
    private static String shape(MismatchedInputException e) {
        Class<?> type = e.getTargetType();
        if (Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        return "must be " + (type == String.class ? "a text" : "a group of fields");
    }

    /** Why a constructor refused a value: in its own words, not in Jackson's around them. */
    private static String refusal(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null
                ? refused.getMessage()
                : e.getOriginalMessage();
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "is not allowed; use one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> YAML.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "URI", "UrlTemplate" -> "is not a URL";
            case "JsonPointer" -> "is not a JSON pointer such as /error/code";
            case "boolean" -> "is not true or false";
            case "long", "Integer" -> "is not a whole number";
            case "Duration" -> "is not a duration such as PT1H or P60D";
            case "Period" -> "is not a number of days, months or years such as P60D or P5Y";
            case "LocalDate" -> "is not a date such as 2026-11-20";
            default -> "is not a " + type.getSimpleName();
        };
    }

    private static String sorted(Collection<Object> names) {
        return names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "the file" : path.startsWith(".") ? path.substring(1) : path;
    }

    private static final class Sources extends JacksonAnnotationIntrospector {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated group) {
            return group.getRawType().isRecord()
                    ? JsonIgnoreProperties.Value.forIgnoredProperties(SOURCE)
                    : super.findPropertyIgnoralByName(config, group);
        }
    }

    private static final class Pointer extends JsonDeserializer<JsonPointer> {
        @Override
        public JsonPointer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return JsonPointer.compile(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, JsonPointer.class, e.getMessage());
            }
        }
    }

    private static final class Template extends JsonDeserializer<UrlTemplate> {
        @Override
        public UrlTemplate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return new UrlTemplate(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, UrlTemplate.class, "is not a URL");
            }
        }
    }

    private static final class PointerKey extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            try {
                return JsonPointer.compile(key);
            } catch (IllegalArgumentException e) {
                throw context.weirdKeyException(JsonPointer.class, key, e.getMessage());
            }
        }
    }
}
