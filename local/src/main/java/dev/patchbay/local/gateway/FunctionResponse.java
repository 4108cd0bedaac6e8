package dev.patchbay.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Turns a function's answer into the response: format 2.0, or any JSON as a body of its own. */
final class FunctionResponse {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "text/plain;charset=UTF-8";

    private FunctionResponse() {}

    /**
     * Writes the response.
     *
     * @param corsIsTheApis the function's own CORS headers are then dropped
     * @throws IllegalArgumentException when the answer is not one the API understands
     */
    static void write(String payload, boolean corsIsTheApis, Context context) {
        JsonNode answer = parse(payload);
        if (!answer.isObject() || !answer.has("statusCode")) {
            context.status(200).contentType("application/json").result(answer.isTextual() ? answer.asText() : payload);
            return;
        }
        context.status(answer.path("statusCode").asInt()).contentType(TEXT);
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            String name = header.getKey();
            boolean cors = name.toLowerCase(Locale.ROOT).startsWith("access-control-");
            if (!(cors && corsIsTheApis)) {
                context.header(name, header.getValue().asText());
            }
        }
        for (JsonNode cookie : answer.path("cookies")) {
            context.res().addHeader("Set-Cookie", cookie.asText());
        }
        context.result(body(answer));
    }

    private static byte[] body(JsonNode answer) {
        JsonNode body = answer.path("body");
        String text = body.isTextual() ? body.asText() : body.isMissingNode() || body.isNull() ? "" : body.toString();
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The function's answer is not JSON.", e);
        }
    }
}
