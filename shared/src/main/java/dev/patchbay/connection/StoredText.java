package dev.patchbay.connection;

/** What is kept of a provider's texts. They may be of any length and hold anything, and a row holds 400 KB. */
final class StoredText {
    /** At most so many choices of an account are kept. */
    static final int MOST_CHOICES = 100;

    private static final int LONGEST_ID = 256;
    private static final int LONGEST_LABEL = 200;
    private static final int LONGEST_PARAMETER = 512;

    private StoredText() {}

    /** Whether a text can be an id. An id is never shortened: two accounts could become one. */
    static boolean isId(String text) {
        return text.length() <= LONGEST_ID && text.chars().noneMatch(Character::isISOControl);
    }

    static boolean isParameter(String text) {
        return text.length() <= LONGEST_PARAMETER && text.chars().noneMatch(Character::isISOControl);
    }

    /** The beginning of a text for people, in one line. */
    static String label(String text) {
        int some = Math.min(text.length(), 4 * LONGEST_LABEL);
        String line = text.substring(0, some)
                .replaceAll("[\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069]+", " ")
                .strip();
        return line.codePointCount(0, line.length()) <= LONGEST_LABEL
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
    }
}
