package dev.patchbay.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An app that uses a provider, as far as these tests need one. */
final class App {

    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk-patchbay";
    static final String REDIRECT = "http://localhost:3000/api/auth/oauth/any/callback";

    private final HttpClient client = HttpClient.newHttpClient();

    /** What came back. */
    record Answer(int status, String text, Map<String, String> headers) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(text);
            } catch (IOException notJson) {
                throw new AssertionError("Not JSON: " + text, notJson);
            }
        }
    }

    Answer get(String url, Map<String, String> headers) throws IOException, InterruptedException {
        return send(with(HttpRequest.newBuilder(URI.create(url)), headers).build());
    }

    Answer postForm(String url, Map<String, String> headers, Map<String, String> form)
            throws IOException, InterruptedException {
        return send(with(HttpRequest.newBuilder(URI.create(url)), headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Reply.encoded(form)))
                .build());
    }

    Answer postJson(String url, Map<String, String> headers, String body) throws IOException, InterruptedException {
        return send(with(HttpRequest.newBuilder(URI.create(url)), headers)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    Answer postBytes(String url, Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        return send(with(HttpRequest.newBuilder(URI.create(url)), headers)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    static URI authorization(String url, Map<String, String> parameters) {
        return URI.create(url + "?" + Reply.encoded(parameters));
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair :
                Arrays.asList(Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Answer(response.statusCode(), response.body(), headers);
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, Map<String, String> headers) {
        headers.forEach(request::header);
        return request;
    }
}
