package dev.patchbay.http;

import dev.patchbay.aws.StoredText;
import java.io.Serial;

/** What a caller sent is not what is expected. {@link #field()} names where; the message is a sentence for people. */
public final class JsonInputException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String sentence;

    JsonInputException(String field, String reason) {
        // A field's name comes from the caller, and may be as long as the body.
        this.field = StoredText.name(field);
        this.sentence = StoredText.sentence("\"" + this.field + "\" " + reason);
    }

    public String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
