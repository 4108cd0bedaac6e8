package dev.patchbay.functions.oauth;

import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.HtmlPage;
import java.net.URI;
import java.util.List;

/**
 * A small HTML page for a person whose connect cannot be continued and whose return page is unknown. It shows nothing of the request but
 * its id.
 *
 * @param appUrl origin of the web app, to which the page links
 */
public record FailurePage(URI appUrl) {
    /** 400: the state is unknown, used, too old or another provider's. */
    ApiResponse invalidState() {
        return page(
                400,
                "Invalid OAuth state",
                "This link was used before, is older than 10 minutes, or is incomplete. Nothing was connected."
                        + " Go back to the app and connect again.");
    }

    /** 500: an unexpected error. */
    public ApiResponse fault(String requestId) {
        return page(
                500,
                "The account was not connected",
                "An error occurred on our side. Go back to the app and connect again. If it happens again, report request "
                        + requestId + ".");
    }

    private ApiResponse page(int status, String title, String text) {
        return new HtmlPage(
                        status,
                        title,
                        List.of(HtmlPage.paragraph(text), HtmlPage.link("Back to the app", appUrl.toString())))
                .answer();
    }
}
