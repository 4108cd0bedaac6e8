package dev.patchbay.functions.gmail;

import dev.patchbay.http.JsonInput;
import dev.patchbay.http.JsonInputException;
import java.nio.charset.StandardCharsets;

/** Emails as callers give them: JSON. */
final class Emails {
    private Emails() {}

    /** An email to Ann with a subject and a text, and further fields as JSON, each beginning with a comma. */
    static NewEmail toAnn(String furtherFields) throws JsonInputException {
        return of("{\"to\": [\"ann@example.com\"], \"subject\": \"Hello\", \"text\": \"Hello Ann\"" + furtherFields
                + "}");
    }

    static NewEmail of(String json) throws JsonInputException {
        return JsonInput.read(json.getBytes(StandardCharsets.UTF_8), NewEmail.class);
    }
}
