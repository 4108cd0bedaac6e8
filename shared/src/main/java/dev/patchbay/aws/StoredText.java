package dev.patchbay.aws;

/**
 * Shortens texts that others wrote, such as a provider's own sentence, before they are stored or sent on: an item holds 400 KB and an
 * event 256 KB, and one caller's text must never take more than its share. Characters that a queue would refuse become U+FFFD.
 */
public final class StoredText {
    /** The length of a sentence for people: a failure's message, a suggestion, a reason. */
    public static final int SENTENCE = 500;

    /** The length of a name: an account's label, a choice, a code. */
    public static final int NAME = 200;

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
