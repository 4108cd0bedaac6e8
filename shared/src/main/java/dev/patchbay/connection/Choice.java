package dev.patchbay.connection;

import dev.patchbay.aws.StoredText;
import java.util.Map;

/**
 * One of several things behind an account, such as a business, of which a connection is for one.
 *
 * @param label what a person recognises; at most 200 characters of it
 * @param parameters what calls for it need, as the catalogue names them
 */
public record Choice(String id, String label, Map<String, String> parameters) {
    public Choice {
        label = StoredText.label(label);
    }
}
