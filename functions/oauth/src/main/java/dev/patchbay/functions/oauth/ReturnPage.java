package dev.patchbay.functions.oauth;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The page of the web app that a person returns to. The outcome is in the URL's fragment, which browsers send to no server, neither in a
 * request nor as a referrer.
 */
public record ReturnPage(URI appUrl, String path, ProviderId provider) {

    /** The provider granted access; the page completes the connect with the handle. */
    public ApiResponse granted(Secret handle) {
        return to("patchbay_handle=" + encoded(handle.reveal()) + "&patchbay_provider=" + encoded(provider.value()));
    }

    public ApiResponse failed(ConnectFailure failure) {
        return to("patchbay_error=" + encoded(failure.code()) + "&patchbay_message=" + encoded(failure.getMessage())
                + "&patchbay_provider=" + encoded(provider.value()));
    }

    private ApiResponse to(String outcome) {
        return ApiResponse.redirect(appUrl + path + separator() + outcome).withHeader("Referrer-Policy", "no-referrer");
    }

    /** A web app that routes by the fragment has one in its path: its route stays in front of the outcome. */
    private String separator() {
        int fragment = path.indexOf('#');
        if (fragment < 0) {
            return "#";
        }
        return path.indexOf('?', fragment) < 0 ? "?" : "&";
    }

    private static String encoded(String text) {
        // A plus sign means a space only to those who decode a form.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
