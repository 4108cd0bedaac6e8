package dev.patchbay.functions.privacy;

import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next part of an export begins: behind an item of a table. Opaque to callers.
 *
 * @param kind what the table mainly holds, by which it is named
 * @param after the sort key of the last item of the part before; empty: begin with the first
 */
record ExportCursor(String kind, String after) {

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((kind + "/" + after).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException 400 if the text is no cursor */
    static ExportCursor of(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", 2);
            if (parts.length == 2) {
                return new ExportCursor(parts[0], parts[1]);
            }
        } catch (IllegalArgumentException noBase64) {
            throw refused();
        }
        throw refused();
    }

    static ProblemException refused() {
        return Problem.badField("next", "\"next\" must be what the part before answered as \"next\"")
                .asException();
    }
}
