package dev.patchbay.oauth;

import dev.patchbay.connection.Connection;
import dev.patchbay.http.ApiResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The page of the web app that a person comes back to. */
record ReturnPage(URI appUrl, String path) {

    /** @param message what else the person should know */
    ApiResponse connected(Connection connection, Optional<String> message) {
        return to("connected=" + encoded(connection.provider().value()) + "&connection="
                + encoded(connection.id().value())
                + message.map(text -> "&message=" + encoded(text)).orElse(""));
    }

    ApiResponse failed(ConnectFailure failure) {
        return to("error=" + encoded(failure.code()) + "&message=" + encoded(failure.getMessage()));
    }

    private ApiResponse to(String query) {
        return ApiResponse.redirect(appUrl + path + (path.contains("?") ? "&" : "?") + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
