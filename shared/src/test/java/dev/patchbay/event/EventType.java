package dev.patchbay.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.tenant.WorkspaceId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A type of event, as its record declares it.
 *
 * @param name such as {@code connection.expired}
 * @param group the events that share a subject, such as {@code connection}
 * @param common the fields of every event of its group
 * @param own the other fields
 */
record EventType(String name, String group, String description, List<Field> common, List<Field> own) {
    private static final Field TYPE =
            new Field("type", "the event's type, which is also the detail type", false, new Kind.Text());
    private static final EventJavadoc JAVADOC = EventJavadoc.read();

    /** A field of an event's JSON. */
    record Field(String name, String meaning, boolean optional, Kind kind) {}

    /** What a field's value is. */
    sealed interface Kind {
        record Text() implements Kind {}

        record Texts() implements Kind {}

        record Time() implements Kind {}

        record WholeNumber() implements Kind {}

        record JsonObject() implements Kind {}

        /** One of some texts. */
        record OneOf(List<String> values) implements Kind {}
    }

    /** Every type of event, in the order of the records. */
    static List<EventType> all() {
        return groups().flatMap(EventType::of).toList();
    }

    /** The fields of every event, in their order. */
    static List<Field> ofEvery() {
        List<Field> header = fields(PatchbayEvent.Header.class);
        return Stream.of(header.subList(0, 1), List.of(TYPE), header.subList(1, header.size()))
                .flatMap(List::stream)
                .toList();
    }

    /** Every field of its JSON, in their order. */
    List<Field> fields() {
        return Stream.of(ofEvery(), common, own).flatMap(List::stream).toList();
    }

    private static Stream<Class<?>> groups() {
        return Arrays.stream(PatchbayEvent.class.getPermittedSubclasses());
    }

    private static Stream<EventType> of(Class<?> group) {
        List<Class<?>> records = List.of(group.getPermittedSubclasses());
        return records.stream().map(EventType::ofRecord);
    }

    private static EventType ofRecord(Class<?> event) {
        String name = type(event);
        RecordComponent[] components = event.getRecordComponents();
        return new EventType(
                name,
                name.substring(0, name.indexOf('.')),
                JAVADOC.of(event).description(),
                fields(components[1].getType()),
                Arrays.stream(components)
                        .skip(2)
                        .flatMap(component -> fields(event, component))
                        .toList());
    }

    private static String type(Class<?> event) {
        try {
            return (String) event.getField("TYPE").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(event + " must name its type in a constant TYPE", e);
        }
    }

    private static List<Field> fields(Class<?> part) {
        return Arrays.stream(part.getRecordComponents())
                .flatMap(component -> fields(part, component))
                .toList();
    }

    private static Stream<Field> fields(Class<?> declaring, RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isRecord() && type.getPackage().equals(PatchbayEvent.class.getPackage())) {
            return fields(type).stream();
        }
        String meaning = JAVADOC.of(declaring).fields().get(component.getName());
        if (meaning == null) {
            throw new IllegalStateException("%s needs a @param %s".formatted(declaring, component.getName()));
        }
        return Stream.of(new Field(
                component.getName(),
                meaning,
                type.equals(Optional.class),
                kind(type.equals(Optional.class) ? argument(component.getGenericType()) : component.getGenericType())));
    }

    private static Kind kind(Type type) {
        if (type.equals(String.class) || type.equals(WorkspaceId.class)) {
            return new Kind.Text();
        }
        if (type.equals(Instant.class)) {
            return new Kind.Time();
        }
        if (type.equals(int.class)) {
            return new Kind.WholeNumber();
        }
        if (type.equals(ObjectNode.class)) {
            return new Kind.JsonObject();
        }
        if (type instanceof Class<?> names && names.isEnum()) {
            return new Kind.OneOf(Arrays.stream(names.getEnumConstants())
                    .map(one -> one.toString().toLowerCase(Locale.ROOT))
                    .toList());
        }
        if (type instanceof ParameterizedType list
                && list.getRawType().equals(List.class)
                && argument(list).equals(String.class)) {
            return new Kind.Texts();
        }
        throw new IllegalStateException("No kind of field is documented for " + type);
    }

    private static Type argument(Type parameterized) {
        return ((ParameterizedType) parameterized).getActualTypeArguments()[0];
    }
}
