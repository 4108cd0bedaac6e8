package dev.patchbay.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What docs/events.md says of the records: blocks between comments, in a page that is otherwise written by hand. */
final class EventPage {
    private static final String END = "<!-- end -->\n";

    private EventPage() {}

    /**
     * Returns the page with its blocks renewed.
     *
     * @throws IllegalStateException if the page has no place for a block
     */
    static String of(List<EventType> types, String page) {
        String renewed = page;
        for (Map.Entry<String, String> block : blocks(types).entrySet()) {
            String begin = "<!-- %s: written by EventPagesTest -->%n".formatted(block.getKey());
            int from = renewed.indexOf(begin);
            if (from < 0) {
                throw new IllegalStateException("docs/events.md needs the lines %s%s".formatted(begin, END));
            }
            int to = renewed.indexOf(END, from);
            renewed = renewed.substring(0, from + begin.length()) + block.getValue() + "\n" + renewed.substring(to);
        }
        return renewed;
    }

    private static Map<String, String> blocks(List<EventType> types) {
        Map<String, String> blocks = new LinkedHashMap<>();
        blocks.put("types", types(types));
        blocks.put("fields of every event", table(EventType.ofEvery()));
        for (EventType type : types) {
            blocks.put("fields of " + type.group() + ".*", table(type.common()));
            String fields = type.own().isEmpty() ? "" : "\n" + table(type.own());
            blocks.put(type.name(), wrapped(type.description()) + fields);
        }
        return blocks;
    }

    private static String types(List<EventType> types) {
        return types.stream()
                .map(type -> "| [`%s`](#%s) | %s |%n"
                        .formatted(type.name(), type.name().replace(".", ""), firstSentence(type.description())))
                .collect(Collectors.joining("", "| type | meaning |\n|---|---|\n", ""));
    }

    private static String firstSentence(String text) {
        return text.split("(?<=\\.) ", 2)[0];
    }

    /** Breaks a text into lines of less than 140 characters, the width of the page. */
    private static String wrapped(String text) {
        return text.replaceAll("(.{1,139})( |$)", "$1\n");
    }

    private static String table(List<EventType.Field> fields) {
        return fields.stream()
                .map(field -> "| `%s` | %s%s | %s |%n"
                        .formatted(
                                field.name(),
                                kind(field.kind()),
                                field.optional() ? ", optional" : "",
                                field.meaning()))
                .collect(Collectors.joining("", "| field | value | meaning |\n|---|---|---|\n", ""));
    }

    private static String kind(EventType.Kind kind) {
        return switch (kind) {
            case EventType.Kind.Text text -> "text";
            case EventType.Kind.Texts texts -> "list of texts";
            case EventType.Kind.Time time -> "time";
            case EventType.Kind.WholeNumber number -> "whole number";
            case EventType.Kind.JsonObject object -> "object";
            case EventType.Kind.OneOf one ->
                one.values().stream().map(value -> "`" + value + "`").collect(Collectors.joining(" or "));
        };
    }
}
