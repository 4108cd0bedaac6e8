package dev.patchbay.aws;

/**
 * Limits the texts that others wrote, such as a provider's own sentence, before they are stored or sent on: they may be of any length and
 * hold anything, an item holds 400 KB and an event 256 KB. Texts for people are shortened, and characters that a queue would refuse become
 * U+FFFD. What a machine compares is refused instead.
 */
public final class StoredText {
    /** The length of a sentence for people: a failure's message, a suggestion, a reason. */
    public static final int SENTENCE = 500;

    /** The length of a name: an account's label, a choice, a code. */
    public static final int NAME = 200;

    private static final int LONGEST_ID = 256;
    private static final int LONGEST_PARAMETER = 512;
    private static final String REST = "…";

    private StoredText() {}

    /** A text of at most {@link #SENTENCE} characters. */
    public static String sentence(String text) {
        return shortened(text, SENTENCE);
    }

    /** A text of at most {@link #NAME} characters. */
    public static String name(String text) {
        return shortened(text, NAME);
    }

    /** A name in one line, without characters that turn the direction of writing. */
    public static String label(String text) {
        String beginning = text.substring(0, Math.min(text.length(), 4 * NAME));
        return name(beginning
                .replaceAll("[\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069]+", " ")
                .strip());
    }

    /** Whether a text can be an id. An id is never shortened or changed: two accounts could become one. */
    public static boolean isId(String text) {
        return isKept(text, LONGEST_ID);
    }

    /** Whether a text can be a parameter of calls, such as a company's number or a host. */
    public static boolean isParameter(String text) {
        return isKept(text, LONGEST_PARAMETER);
    }

    private static boolean isKept(String text, int longest) {
        return text.length() <= longest
                && text.chars().noneMatch(Character::isISOControl)
                && QueueText.refused(text).isEmpty();
    }

    /**
     * A text of at most so many UTF-16 characters; one that is longer ends with an ellipsis. Never cuts a surrogate pair.
     *
     * @param most at least 2
     */
    public static String shortened(String text, int most) {
        if (text.length() <= most) {
            return QueueText.replaced(text);
        }
        int end = most - REST.length();
        return QueueText.replaced(
                text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + REST);
    }
}
