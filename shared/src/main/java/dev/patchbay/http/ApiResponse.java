package dev.patchbay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an endpoint answers. Immutable: each {@code with} gives a new one. */
public record ApiResponse(int status, Map<String, String> headers, List<String> cookies, String body) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    /** A JSON document, never to be kept by a cache. */
    public static ApiResponse json(int status, Object value) {
        return document(status, "application/json", value);
    }

    /** A problem as {@code application/problem+json}. */
    public static ApiResponse problem(Problem problem) {
        return document(problem.status(), "application/problem+json", problem);
    }

    /** A redirect (302) to a path or URL. */
    public static ApiResponse redirect(String location) {
        return new ApiResponse(302, Map.of("Location", location, "Cache-Control", "no-store"), List.of(), "");
    }

    public ApiResponse withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new ApiResponse(status, all, cookies, body);
    }

    /** Adds a {@code Set-Cookie}. */
    public ApiResponse withCookie(String cookie) {
        List<String> all = new ArrayList<>(cookies);
        all.add(cookie);
        return new ApiResponse(status, headers, all, body);
    }

    private static ApiResponse document(int status, String type, Object value) {
        try {
            return new ApiResponse(
                    status,
                    Map.of("Content-Type", type, "Cache-Control", "no-store"),
                    List.of(),
                    JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is a record of texts, numbers, times and lists", e);
        }
    }
}
