package dev.patchbay.tenant;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name that a person chose and that is displayed to others, in a mail too: one line that no mail program makes a link of, or displays in
 * another order than it is written. Without this a name could carry a message of its own, sent by the operator's address.
 */
public record ShownName(String value) {
    /** Control characters, line separators, and what changes the direction of the text (Unicode's property Bidi_Control). */
    private static final Pattern HIDDEN = Pattern.compile(
            "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\x{61C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    /** What mail programs make a link of: a scheme, or a domain, with or without a path. */
    private static final Pattern LINK = Pattern.compile(
            "://|\\bwww\\.|\\b(?:https?|mailto):|[\\p{L}\\p{N}][.。]\\p{L}{2}", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException if the text cannot be displayed as a name */
    public ShownName {
        if (!matches(value)) {
            throw new IllegalArgumentException("A name is one line without a web address");
        }
    }

    /** The name that a text is, or empty if it cannot be displayed as one. */
    public static Optional<ShownName> of(String text) {
        return matches(text) ? Optional.of(new ShownName(text)) : Optional.empty();
    }

    private static boolean matches(String text) {
        return !text.isBlank()
                && !HIDDEN.matcher(text).find()
                // Programs that look for links read full-width letters and dots as plain ones.
                && !LINK.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                        .find();
    }

    /** The name in quotation marks, which it holds none of itself. */
    public String quoted() {
        return '"' + value.strip().replace('"', '\'').replace('“', '\'').replace('”', '\'') + '"';
    }
}
