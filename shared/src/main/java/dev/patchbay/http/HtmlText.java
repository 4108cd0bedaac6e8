package dev.patchbay.http;

/** Text in HTML. */
public final class HtmlText {
    private HtmlText() {}

    /** Returns the text with the characters escaped that HTML gives a meaning, for content and for quoted attributes alike. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
