package dev.patchbay.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A call to a provider. Immutable: each {@code with} returns a new one. Its {@code toString} has only method and host. */
public record ProviderRequest(String method, URI uri, Map<String, String> headers, Optional<String> body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static ProviderRequest of(String method, URI uri) {
        return new ProviderRequest(method, uri, Map.of("Accept", "application/json"), Optional.empty());
    }

    /** @throws IllegalArgumentException if no header may hold the value, which is not quoted: it may be a secret */
    public ProviderRequest withHeader(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 255 && c != 127))) {
            throw new IllegalArgumentException("The value of " + name + " holds a character that no header may hold");
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new ProviderRequest(method, uri, all, body);
    }

    public ProviderRequest withBearer(Secret token) {
        return withHeader("Authorization", "Bearer " + token.reveal());
    }

    /** HTTP Basic authentication (RFC 7617). */
    public ProviderRequest withBasic(String user, Secret password) {
        byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return withHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** One more query parameter. */
    public ProviderRequest withParameter(String name, String value) {
        String before = uri + (uri.getRawQuery() == null ? "?" : "&");
        return new ProviderRequest(method, URI.create(before + encoded(name) + "=" + encoded(value)), headers, body);
    }

    /** A form (application/x-www-form-urlencoded) as the body. */
    public ProviderRequest withForm(Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return withBody("application/x-www-form-urlencoded", form);
    }

    /**
     * JSON as the body.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    public ProviderRequest withJson(Object value) {
        try {
            return withBody("application/json; charset=utf-8", JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a JSON value", e);
        }
    }

    public ProviderRequest withBody(String contentType, String content) {
        ProviderRequest typed = withHeader("Content-Type", contentType);
        return new ProviderRequest(method, uri, typed.headers, Optional.of(content));
    }

    /** Whether sending it twice does no more than sending it once (RFC 9110, section 9.2.2). */
    boolean idempotent() {
        return !method.equals("POST") && !method.equals("PATCH");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + uri.getHost();
    }
}
