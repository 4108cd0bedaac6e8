package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads one catalogue file strictly: an unknown, missing or ill-typed field is an error that says what is allowed. */
final class ProviderYaml {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addKeyDeserializer(JsonPointer.class, new PointerKey()))
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
            throw new CatalogException(file, path(e), "must be oauth2 or api-key", e);
        } catch (InvalidFormatException e) {
            throw new CatalogException(file, path(e), "\"" + e.getValue() + "\" " + expected(e.getTargetType()), e);
        } catch (JsonMappingException e) {
            throw new CatalogException(file, path(e), reason(e), e);
        } catch (JsonProcessingException e) {
            throw new CatalogException(file, "line " + e.getLocation().getLineNr(), "is not YAML", e);
        }
    }

    private static String reason(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException refused
                ? String.valueOf(refused.getMessage())
                : "is missing or has the wrong type: " + e.getOriginalMessage();
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "is not allowed; use one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> YAML.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "URI" -> "is not a URL";
            case "Duration" -> "is not a duration such as PT1H or P60D";
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
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private static final class PointerKey extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            try {
                return JsonPointer.compile(key);
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(
                        context, "\"" + key + "\" is not a JSON pointer such as /error/code", e);
            }
        }
    }
}
