package dev.patchbay.http;

import static dev.patchbay.http.HtmlText.escaped;

import dev.patchbay.hash.Sha256;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A small HTML page for a person who has come to the API itself. It runs no script, loads nothing, and is kept by no cache.
 *
 * @param parts HTML below the heading, each a block of its own
 */
public record HtmlPage(int status, String title, List<String> parts) {
    private static final String STYLE = "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;"
            + "padding:0 1rem;color:#1a1a1a;background:#fff}h1{font-size:1.4rem}button{font:inherit;padding:.5rem 1rem}"
            + "@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1a1a}a{color:#8cf}}";

    /** A paragraph of plain text. */
    public static String paragraph(String text) {
        return "<p>" + escaped(text) + "</p>";
    }

    /** A paragraph that is a link. */
    public static String link(String text, String url) {
        return "<p><a href=\"" + escaped(url) + "\">" + escaped(text) + "</a></p>";
    }

    /** A button that posts one field to a path of the API. */
    public static String button(String text, String path, String field, String value) {
        return """
                <form method="post" action="%s"><input type="hidden" name="%s" value="%s"><button>%s</button></form>""".formatted(escaped(path), escaped(field), escaped(value), escaped(text));
    }

    /** The page as an answer. */
    public ApiResponse answer() {
        boolean posts = parts.stream().anyMatch(part -> part.startsWith("<form"));
        return new ApiResponse(
                status,
                Map.of(
                        "Content-Type", "text/html; charset=utf-8",
                        "Cache-Control", "no-store",
                        "Referrer-Policy", "no-referrer",
                        "X-Content-Type-Options", "nosniff",
                        "Content-Security-Policy",
                                "default-src 'none'; style-src 'sha256-" + hash(STYLE)
                                        + "'; base-uri 'none'; form-action " + (posts ? "'self'" : "'none'")
                                        + "; frame-ancestors 'none'"),
                html());
    }

    private String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>%2$s</style>
                </head>
                <body>
                <h1>%1$s</h1>
                %3$s
                </body>
                </html>
                """.formatted(escaped(title), STYLE, String.join("\n", parts));
    }

    private static String hash(String style) {
        return Base64.getEncoder().encodeToString(Sha256.of(style));
    }
}
