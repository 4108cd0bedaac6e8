package dev.patchbay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.ser.InstantSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The answer of an endpoint. Immutable: each {@code with} returns a new one.
 *
 * @param base64 whether the body is that of bytes, in Base64
 */
public record ApiResponse(int status, Map<String, String> headers, String body, boolean base64) {
    /** One that is not refused by a weight of 0 (RFC 9110, section 12.5.3). */
    private static final Pattern GZIP =
            Pattern.compile("(?i)(^|.*[,\\s])gzip(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))([,;\\s].*|$)");

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            // The module of all times would load 70 classes in each cold start; answers hold instants and days.
            .addModule(new SimpleModule()
                    .addSerializer(InstantSerializer.INSTANCE)
                    .addSerializer(LocalDateSerializer.INSTANCE))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    /** One whose body is text. */
    public ApiResponse(int status, Map<String, String> headers, String body) {
        this(status, headers, body, false);
    }

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
        return new ApiResponse(302, Map.of("Location", location, "Cache-Control", "no-store"), "");
    }

    public ApiResponse withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new ApiResponse(status, all, body, base64);
    }

    /** Whether a caller takes compressed answers. */
    public static boolean acceptsGzip(ApiRequest request) {
        return request.header("accept-encoding")
                .filter(accepted -> GZIP.matcher(accepted).matches())
                .isPresent();
    }

    /** The same with its body compressed, if the caller takes that. */
    public ApiResponse gzippedFor(ApiRequest request) {
        if (!acceptsGzip(request)) {
            return this;
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written to", e);
        }
        return new ApiResponse(status, headers, Base64.getEncoder().encodeToString(compressed.toByteArray()), true)
                .withHeader("Content-Encoding", "gzip")
                .withHeader("Vary", "Accept-Encoding");
    }

    private static ApiResponse document(int status, String type, Object value) {
        try {
            return new ApiResponse(
                    status, Map.of("Content-Type", type, "Cache-Control", "no-store"), JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is a record of texts, numbers, times and lists", e);
        }
    }
}
