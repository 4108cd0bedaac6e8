package dev.patchbay.functions.notifications;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.HtmlPage;
import dev.patchbay.notification.Confirmations;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET} and {@code POST /api/notifications/confirm}: the pages of the link that confirms an address. Opening it needs no token
 * of the product. The first page only has a button and makes no request, because mail scanners open links and must not confirm by that.
 */
final class ConfirmAddress {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmAddress.class);
    private static final Pattern FORM_FIELD = Pattern.compile("token=([^&]*)");

    private final Confirmations confirmations;
    private final URI appUrl;

    /** @param appUrl origin of the web app, to which the pages link */
    ConfirmAddress(Confirmations confirmations, URI appUrl) {
        this.confirmations = confirmations;
        this.appUrl = appUrl;
    }

    /** The page that the link opens. No request. */
    ApiEndpoint asks() {
        return request -> request.query("token")
                .filter(OneTimeToken::hasForm)
                .map(token -> page(
                        200,
                        "Confirm your email address",
                        HtmlPage.paragraph(
                                "Notifications about integrations will be sent to the address that received this link."),
                        HtmlPage.button("Confirm", ConfirmationLinks.PATH, "token", token)))
                .orElseGet(this::invalid);
    }

    /** The page behind its button. Two requests. */
    ApiEndpoint confirms() {
        return request -> {
            try {
                return token(request)
                        .filter(confirmations::confirm)
                        .map(confirmed -> page(
                                200,
                                "Your email address is confirmed",
                                HtmlPage.paragraph("Notifications will be sent to this address."),
                                back()))
                        .orElseGet(this::invalid);
            } catch (RuntimeException fault) {
                LOG.error("An address could not be confirmed", LoggedFault.of(fault));
                return page(
                        500,
                        "The address was not confirmed",
                        HtmlPage.paragraph(
                                "An error occurred on our side. Open the link again. If it happens again, report request "
                                        + request.id() + "."),
                        back());
            }
        };
    }

    private static Optional<Secret> token(ApiRequest request) {
        Matcher field = FORM_FIELD.matcher(new String(request.body().asByteArray(), StandardCharsets.UTF_8));
        return field.matches()
                ? Optional.of(field.group(1)).filter(OneTimeToken::hasForm).map(Secret::of)
                : Optional.empty();
    }

    private ApiResponse invalid() {
        return page(
                400,
                "This link cannot be used",
                HtmlPage.paragraph(
                        "It was used before, is older than 24 hours, is incomplete, or another address was entered since."
                                + " To get a new link, enter the address in the app again."),
                back());
    }

    private String back() {
        return HtmlPage.link("Back to the app", appUrl.toString());
    }

    private static ApiResponse page(int status, String title, String... parts) {
        return new HtmlPage(status, title, List.of(parts)).answer();
    }
}
