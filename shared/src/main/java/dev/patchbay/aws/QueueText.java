package dev.patchbay.aws;

import java.util.OptionalInt;

/**
 * The characters that SQS accepts in a message: those of XML 1.0. Source: SQS API reference, SendMessage, {@code MessageBody}. A lone
 * surrogate is none of them, and no service that stores UTF-8 keeps one.
 */
public final class QueueText {
    private QueueText() {}

    /** The first character of a text that SQS refuses, if there is one. */
    public static OptionalInt refused(String text) {
        return text.codePoints().filter(character -> !accepts(character)).findFirst();
    }

    /** The same text with U+FFFD in place of each character that SQS refuses. */
    static String replaced(String text) {
        if (refused(text).isEmpty()) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        text.codePoints().forEach(character -> replaced.appendCodePoint(accepts(character) ? character : 0xFFFD));
        return replaced.toString();
    }

    /** The same JSON document, with an escape for each character that SQS refuses: those can only be within its strings. */
    public static String escaped(String json) {
        if (refused(json).isEmpty()) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 64);
        json.codePoints().forEach(character -> {
            if (accepts(character)) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append("\\u%04x".formatted(character));
            }
        });
        return escaped.toString();
    }

    private static boolean accepts(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
