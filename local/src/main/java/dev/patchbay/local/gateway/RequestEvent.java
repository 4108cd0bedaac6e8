package dev.patchbay.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request as the event of payload format 2.0. Source: API Gateway developer guide, "Create AWS Lambda proxy integrations". */
final class RequestEvent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final List<String> TEXT_TYPES =
            List.of("text/", "application/json", "application/xml", "application/javascript");

    private RequestEvent() {}

    /** The path as functions see it: decoded. */
    static String path(Context context) {
        return decode(context.path().replace("+", "%2B"));
    }

    static ObjectNode of(
            Context context, Routes.Match match, Optional<JWTClaimsSet> claims, String requestId, Instant now) {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", match.key())
                .put("rawPath", path(context))
                .put(
                        "rawQueryString",
                        Optional.ofNullable(context.queryString()).orElse(""));
        cookies(context, event);
        headers(context, event);
        query(context, event);
        requestContext(event.putObject("requestContext"), context, match, claims, requestId, now);
        if (!match.pathParameters().isEmpty()) {
            ObjectNode parameters = event.putObject("pathParameters");
            match.pathParameters().forEach(parameters::put);
        }
        body(context, event);
        return event;
    }

    private static void cookies(Context context, ObjectNode event) {
        String cookies = context.header("Cookie");
        if (cookies != null) {
            ArrayNode list = event.putArray("cookies");
            Arrays.stream(cookies.split(";", -1)).map(String::strip).forEach(list::add);
        }
    }

    private static void headers(Context context, ObjectNode event) {
        ObjectNode headers = event.putObject("headers");
        for (String name : Collections.list(context.req().getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("cookie")) {
                headers.put(
                        lower, String.join(",", Collections.list(context.req().getHeaders(name))));
            }
        }
        headers.put("x-forwarded-for", context.ip())
                .put("x-forwarded-port", Integer.toString(context.port()))
                .put("x-forwarded-proto", context.scheme());
    }

    private static void query(Context context, ObjectNode event) {
        String raw = context.queryString();
        if (raw == null || raw.isEmpty()) {
            return;
        }
        Map<String, String> joined = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            joined.merge(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "", (a, b) -> a + "," + b);
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        joined.forEach(parameters::put);
    }

    private static void requestContext(
            ObjectNode target,
            Context context,
            Routes.Match match,
            Optional<JWTClaimsSet> claims,
            String requestId,
            Instant now) {
        target.put("accountId", "000000000000").put("apiId", "local");
        claims.ifPresent(set -> {
            ObjectNode jwt = target.putObject("authorizer").putObject("jwt");
            ObjectNode texts = jwt.putObject("claims");
            set.getClaims().forEach((name, value) -> texts.put(name, claimText(value)));
            jwt.putNull("scopes");
        });
        String host = Optional.ofNullable(context.header("Host")).orElse("");
        target.put("domainName", host).put("domainPrefix", host.split("[.:]", 2)[0]);
        target.putObject("http")
                .put("method", context.method().name())
                .put("path", path(context))
                .put("protocol", context.protocol())
                .put("sourceIp", context.ip())
                .put("userAgent", Optional.ofNullable(context.userAgent()).orElse(""));
        target.put("requestId", requestId)
                .put("routeKey", match.key())
                .put("stage", "$default")
                .put("time", LOG_TIME.format(now))
                .put("timeEpoch", now.toEpochMilli());
    }

    /** The API hands every claim over as text: times as seconds, lists in brackets. */
    private static String claimText(Object value) {
        return switch (value) {
            case Date date -> Long.toString(date.toInstant().getEpochSecond());
            case Collection<?> items -> items.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"));
            default -> String.valueOf(value);
        };
    }

    private static void body(Context context, ObjectNode event) {
        byte[] bytes = context.bodyAsBytes();
        if (bytes.length == 0) {
            event.put("isBase64Encoded", false);
            return;
        }
        String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        boolean text = TEXT_TYPES.stream().anyMatch(type::startsWith) && context.header("Content-Encoding") == null;
        event.put(
                        "body",
                        text
                                ? new String(bytes, StandardCharsets.UTF_8)
                                : Base64.getEncoder().encodeToString(bytes))
                .put("isBase64Encoded", !text);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that encodes nothing stands for itself.
            return text;
        }
    }
}
