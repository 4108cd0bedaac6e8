package dev.patchbay.local;

import dev.patchbay.local.aws.MailService;
import dev.patchbay.local.aws.MailService.Mail;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;

/** The mails that the local SES kept, to be read in a browser: a list, and each as its recipient would see it. */
final class MailPages {
    private final Supplier<MailService> service;

    MailPages(Supplier<MailService> service) {
        this.service = service;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/_patchbay/mail", this::list);
        config.routes.get("/_patchbay/mail/{id}", this::show);
    }

    private void list(Context context) {
        List<Mail> mails = service.get().mails();
        StringBuilder rows = new StringBuilder();
        mails.reversed()
                .forEach(mail -> rows.append("<li><time>")
                        .append(mail.at())
                        .append("</time> to ")
                        .append(escaped(String.join(", ", mail.to())))
                        .append(": <a href=\"/_patchbay/mail/")
                        .append(mail.id())
                        .append("\">")
                        .append(escaped(mail.subject()))
                        .append("</a></li>"));
        context.html("<!doctype html><meta charset=\"utf-8\"><title>Mail</title><h1>Mail</h1><ul>"
                + (mails.isEmpty() ? "<li>Nothing was sent yet</li>" : rows) + "</ul>");
    }

    private void show(Context context) {
        Mail mail = service.get()
                .mail(context.pathParam("id"))
                .orElseThrow(() -> new IllegalArgumentException("There is no mail " + context.pathParam("id")));
        context.html(mail.html().isEmpty() ? "<pre>" + escaped(mail.text()) + "</pre>" : mail.html());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
