package dev.patchbay.catalog;

/**
 * What a token or a scope may look like (RFC 6749, appendices A.4, A.12 and A.17). A token goes into a header of every call: one with a
 * control character fails there, in a library that quotes it in its message.
 */
public final class TokenText {
    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final int LONGEST_SCOPE = 300;

    private TokenText() {}

    /** Whether it consists of visible ASCII characters, at most 16 K of them. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_TOKEN && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Whether it is a scope-token of RFC 6749 without commas, at most 300 characters. */
    public static boolean isScope(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_SCOPE
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\' && c != ',');
    }
}
