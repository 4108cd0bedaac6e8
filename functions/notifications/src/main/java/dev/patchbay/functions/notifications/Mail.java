package dev.patchbay.functions.notifications;

import static dev.patchbay.http.HtmlText.escaped;

import java.net.URI;
import java.util.Optional;

/** A mail, in plain text and in HTML that says the same. */
public record Mail(String subject, String text, String html) {

    /** What a mail is made of. */
    private record Parts(String subject, String message, Optional<Button> button, Optional<String> account) {}

    private record Button(String label, String url) {}

    /**
     * A notification.
     *
     * @param appUrl origin of the web app that the button leads to
     */
    public static Mail of(Notification notification, URI appUrl) {
        return of(new Parts(
                notification.text().subject(),
                notification.text().message(),
                notification.text().action().map(action -> new Button(action.label(), appUrl + action.path())),
                Words.account(notification.about().account())));
    }

    /**
     * Asks for the confirmation of an address. It goes to an address that the member may have no right to, so it holds no word of the
     * member's, of the workspace's or of a provider's.
     */
    static Mail confirmation(URI link) {
        return of(new Parts(
                "Confirm your email address",
                "This address was entered to receive notifications about integrations. To receive them here, open the link within 24 hours"
                        + " and confirm. If you did not enter this address, ignore this mail: no notification will be sent to you.",
                Optional.of(new Button("Confirm this address", link.toString())),
                Optional.empty()));
    }

    /**
     * Says that a workspace has reached its limit of mails, once a day to each member whose mail is withheld.
     *
     * @param notices how many notifications of the day are in the list by now
     * @param list where the web app shows them
     */
    static Mail summary(int notices, String list) {
        return of(new Parts(
                "No more mail about integrations today",
                "Your workspace has reached today's limit of mails. "
                        + (notices == 1 ? "1 notification" : notices + " notifications")
                        + " of today can be read in the app, and further ones will be there too. Mail is sent again from midnight UTC.",
                Optional.of(new Button("Read the notifications", list)),
                Optional.empty()));
    }

    private static Mail of(Parts parts) {
        return new Mail(parts.subject(), text(parts), html(parts));
    }

    private static String text(Parts parts) {
        StringBuilder text = new StringBuilder(parts.message()).append("\n\n");
        parts.button()
                .ifPresent(button -> text.append(button.label())
                        .append(": ")
                        .append(button.url())
                        .append("\n\n"));
        parts.account()
                .ifPresent(account -> text.append("Account: ").append(account).append('\n'));
        return text.toString();
    }

    private static String html(Parts parts) {
        String button = parts.button()
                .map(one -> """
                        <p style="margin:24px 0"><a href="%s" style="display:inline-block;padding:12px 20px;border-radius:6px;\
                        background:#1d4ed8;color:#ffffff;font-weight:bold;text-decoration:none">%s</a></p>
                        """.formatted(escaped(one.url()), escaped(one.label())))
                .orElse("");
        String account = parts.account()
                .map(one -> "<p style=\"margin:0;color:#52525b;font-size:14px\">Account: " + escaped(one) + "</p>\n")
                .orElse("");
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
                """.formatted(escaped(parts.subject()), escaped(parts.message()), button, account);
    }
}
