package dev.patchbay.notifications;

import java.net.URI;

/** A notification as a mail, in plain text and in HTML that says the same. */
record Mail(String subject, String text, String html) {

    /** @param appUrl origin of the web app that the button leads to */
    static Mail of(Notification notification, URI appUrl) {
        return new Mail(notification.subject(), text(notification, appUrl), html(notification, appUrl));
    }

    private static String text(Notification notification, URI appUrl) {
        StringBuilder text = new StringBuilder(notification.says()).append("\n\n");
        notification
                .action()
                .ifPresent(action -> text.append(action.label())
                        .append(": ")
                        .append(appUrl)
                        .append(action.path())
                        .append("\n\n"));
        if (!notification.account().isEmpty()) {
            text.append("Account: ").append(notification.account()).append('\n');
        }
        return text.toString();
    }

    private static String html(Notification notification, URI appUrl) {
        String button = notification
                .action()
                .map(action -> """
                        <p style="margin:24px 0"><a href="%s" style="display:inline-block;padding:12px 20px;border-radius:6px;\
                        background:#1d4ed8;color:#ffffff;font-weight:bold;text-decoration:none">%s</a></p>
                        """.formatted(escaped(appUrl + action.path()), escaped(action.label())))
                .orElse("");
        String account = notification.account().isEmpty()
                ? ""
                : "<p style=\"margin:0;color:#52525b;font-size:14px\">Account: " + escaped(notification.account())
                        + "</p>\n";
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>%1$s</title></head>
                <body style="margin:0;padding:24px;background:#f4f4f5;color:#18181b;font-family:Arial,Helvetica,sans-serif;font-size:16px;\
                line-height:1.5">
                <main style="max-width:560px;margin:0 auto;padding:32px;border-radius:8px;background:#ffffff">
                <h1 style="margin:0 0 16px;font-size:20px">%1$s</h1>
                <p style="margin:0 0 16px">%2$s</p>
                %3$s%4$s</main>
                </body>
                </html>
                """.formatted(escaped(notification.subject()), escaped(notification.says()), button, account);
    }

    /** For text and for quoted attributes alike. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
