package dev.patchbay.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One member's browser, with the member's bearer token. Redirects are not followed. Thread-safe.
 */
public final class PatchbayClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final URI api;
    private final Optional<String> token;

    private PatchbayClient(URI api, Optional<String> token) {
        this.api = api;
        this.token = token;
    }

    public static PatchbayClient of(URI api, String token) {
        return new PatchbayClient(api, Optional.of(token));
    }

    /** A caller without a token. */
    public static PatchbayClient anonymous(URI api) {
        return new PatchbayClient(api, Optional.empty());
    }

    public Answer get(String path) {
        return send("GET", URI.create(api + path), BodyPublishers.noBody(), Map.of());
    }

    public Answer delete(String path) {
        return send("DELETE", URI.create(api + path), BodyPublishers.noBody(), Map.of());
    }

    public Answer post(String path, Object body) {
        return post(path, body, Map.of());
    }

    public Answer post(String path, Object body, Map<String, String> headers) {
        return postText(path, json(body), headers);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, json(body));
    }

    /** Posts a text as JSON, whether it is or not. */
    public Answer postText(String path, String body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putIfAbsent("Content-Type", "application/json");
        return send("POST", URI.create(api + path), BodyPublishers.ofString(body), all);
    }

    /** Opens a whole URL, as a browser that was sent there does: without the token. */
    public Answer open(URI url) {
        return anonymous(api).send("GET", url, BodyPublishers.noBody(), Map.of());
    }

    /**
     * Opens a callback and completes the connect, as the page does to which the browser returns.
     *
     * @return the answer of the completion; that of the callback if it brought no handle
     */
    public Answer connect(URI callback) {
        Answer returned = open(callback);
        Optional<String> handle =
                returned.status() == 302 ? returned.locationFragment("patchbay_handle") : Optional.empty();
        return handle.map(this::complete).orElse(returned);
    }

    /** Completes the connect that a handle stands for. */
    public Answer complete(String handle) {
        return post("/api/auth/oauth/complete", Map.of("handle", handle));
    }

    /** The same request with another method, for walking all routes. */
    public Answer send(String method, String path, String body) {
        return send(
                method,
                URI.create(api + path),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a JSON value", e);
        }
    }

    private Answer send(String method, URI url, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(40)).method(method, body);
        headers.forEach(request::setHeader);
        token.ifPresent(bearer -> request.setHeader("Authorization", "Bearer " + bearer));
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body(), json(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url.getPath() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
