package dev.patchbay.oauth;

import dev.patchbay.http.ApiResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A small HTML page for a person whose connect cannot be continued and whose return page is unknown. It runs no script, loads nothing, and
 * shows nothing of the request but its id.
 *
 * @param appUrl origin of the web app, to which the page links
 */
record FailurePage(URI appUrl) {
    private static final String STYLE = "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;"
            + "padding:0 1rem;color:#1a1a1a;background:#fff}h1{font-size:1.4rem}"
            + "@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1a1a}a{color:#8cf}}";

    /** 400: the state is unknown, used, too old or another provider's. */
    ApiResponse invalidState() {
        return page(
                400,
                "Invalid OAuth state",
                "This link was used before, is older than 10 minutes, or is incomplete. Nothing was connected."
                        + " Go back to the app and connect again.");
    }

    /** 500: an error that nobody expected. */
    ApiResponse fault(String requestId) {
        return page(
                500,
                "The account was not connected",
                "An error occurred on our side. Go back to the app and connect again. If it happens again, report request "
                        + escaped(requestId) + ".");
    }

    private ApiResponse page(int status, String title, String text) {
        return new ApiResponse(
                status,
                Map.of(
                        "Content-Type", "text/html; charset=utf-8",
                        "Cache-Control", "no-store",
                        "Referrer-Policy", "no-referrer",
                        "X-Content-Type-Options", "nosniff",
                        "Content-Security-Policy",
                                "default-src 'none'; style-src 'sha256-" + hash(STYLE)
                                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
                html(title, text));
    }

    private String html(String title, String text) {
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
                <p>%3$s</p>
                <p><a href="%4$s">Back to the app</a></p>
                </body>
                </html>
                """.formatted(title, STYLE, text, escaped(appUrl.toString()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
