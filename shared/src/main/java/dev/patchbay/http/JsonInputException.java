package dev.patchbay.http;

import java.io.Serial;

/** What a caller sent is not what is expected. {@link #field()} names where; the message is a sentence for people. */
public final class JsonInputException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    JsonInputException(String field, String reason) {
        super("\"" + field + "\" " + reason);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
