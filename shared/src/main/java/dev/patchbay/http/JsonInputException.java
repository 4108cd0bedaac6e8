package dev.patchbay.http;

import java.io.Serial;

/** What a caller sent is not what is expected. {@link #field()} names where; the message is a sentence for people. */
public final class JsonInputException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String sentence;

    JsonInputException(String field, String reason) {
        this.field = field;
        this.sentence = "\"" + field + "\" " + reason;
    }

    public String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
