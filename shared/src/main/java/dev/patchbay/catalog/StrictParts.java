package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses unknown fields in groups that are read into a record with {@link JsonUnwrapped} parts. Jackson offers a field that such a record
 * lacks to its parts, and each part skips what it does not know.
 */
final class StrictParts extends BeanDeserializerModifier {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String skipped;

    /** @param skipped a field that any group may have */
    StrictParts(String skipped) {
        this.skipped = skipped;
    }

    /** The names of a group's fields in a file: those of the record, with those of its parts in the place of the parts. */
    static List<String> fields(Class<?> group) {
        List<String> fields = new ArrayList<>();
        for (RecordComponent component : group.getRecordComponents()) {
            if (isPart(component)) {
                fields.addAll(fields(component.getType()));
            } else {
                fields.add(component.getName());
            }
        }
        return fields;
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription group, JsonDeserializer<?> lenient) {
        Class<?> type = group.getBeanClass();
        return type.isRecord() && Arrays.stream(type.getRecordComponents()).anyMatch(StrictParts::isPart)
                ? new Strict(lenient, type, skipped)
                : lenient;
    }

    private static boolean isPart(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    private static final class Strict extends DelegatingDeserializer {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Class<?> group;
        private final String skipped;

        Strict(JsonDeserializer<?> lenient, Class<?> group, String skipped) {
            super(lenient);
            this.group = group;
            this.skipped = skipped;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
            return new Strict(contextual, group, skipped);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            TokenBuffer fields = group(parser, context);
            Object read = super.deserialize(fields.asParserOnFirstToken(), context);
            refuseUnknown(fields.asParser());
            return read;
        }

        /** A copy of the group. Behind a type id the parser is at the first of the other fields already. */
        private static TokenBuffer group(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.FIELD_NAME)) {
                return context.bufferAsCopyOfValue(parser);
            }
            TokenBuffer group = context.bufferForInputBuffering(parser);
            group.writeStartObject();
            for (; parser.hasToken(JsonToken.FIELD_NAME); parser.nextToken()) {
                group.copyCurrentStructure(parser);
            }
            group.writeEndObject();
            return group;
        }

        private void refuseUnknown(JsonParser names) throws IOException {
            Set<Object> known = new HashSet<>(fields(group));
            names.nextToken();
            while (names.nextToken() == JsonToken.FIELD_NAME) {
                String name = names.currentName();
                if (!known.contains(name) && !name.equals(skipped)) {
                    throw UnrecognizedPropertyException.from(names, group, name, known);
                }
                names.nextToken();
                names.skipChildren();
            }
        }
    }
}
