package dev.patchbay.functions.gmail;

import dev.patchbay.call.ProviderException;

/** Holds what becomes a header to one line: a line break in it would let its author write headers of their own. */
final class OneLine {
    /** A header line ends at 998 characters (RFC 5322, section 2.1.1), and a text without spaces cannot be folded. */
    private static final int LONGEST = 900;

    private OneLine() {}

    /** @throws ProviderException with an {@code InvalidInput} if it has control characters or is too long */
    static String of(String what, String text) throws ProviderException {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw EmailRefused.because(what + " must be one line", "Remove line breaks and control characters");
        }
        if (text.length() > LONGEST) {
            throw EmailRefused.because(
                    what + " is longer than " + LONGEST + " characters", "Put the longer text in the body");
        }
        return text;
    }
}
