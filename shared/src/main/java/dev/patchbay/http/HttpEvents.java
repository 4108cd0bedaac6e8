package dev.patchbay.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Patchbay uses of an API Gateway event (payload format 2.0), and writes the answer. Source: API Gateway developer guide,
 * "Create AWS Lambda proxy integrations for HTTP APIs".
 */
final class HttpEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private HttpEvents() {}

    /** The event with its route, parameters, headers, body and caller; a group that is absent stays null, as in AWS's own reader, but for the
     * request's context. */
    static APIGatewayV2HTTPEvent read(InputStream json) throws IOException {
        JsonNode event = JSON.readTree(json);
        return APIGatewayV2HTTPEvent.builder()
                .withVersion(text(event, "version"))
                .withRouteKey(text(event, "routeKey"))
                .withRawPath(text(event, "rawPath"))
                .withRawQueryString(text(event, "rawQueryString"))
                .withHeaders(texts(event.get("headers")))
                .withQueryStringParameters(texts(event.get("queryStringParameters")))
                .withPathParameters(texts(event.get("pathParameters")))
                .withBody(text(event, "body"))
                .withIsBase64Encoded(event.path("isBase64Encoded").asBoolean())
                .withRequestContext(context(event.path("requestContext")))
                .build();
    }

    private static RequestContext context(JsonNode context) {
        RequestContext.Authorizer authorizer = null;
        if (context.path("authorizer").path("jwt").isObject()) {
            authorizer = RequestContext.Authorizer.builder()
                    .withJwt(RequestContext.Authorizer.JWT
                            .builder()
                            .withClaims(
                                    texts(context.path("authorizer").path("jwt").get("claims")))
                            .build())
                    .build();
        }
        return RequestContext.builder()
                .withRequestId(text(context, "requestId"))
                .withRouteKey(text(context, "routeKey"))
                .withDomainName(text(context, "domainName"))
                .withAuthorizer(authorizer)
                .build();
    }

    private static @Nullable String text(JsonNode group, String name) {
        JsonNode value = group.get(name);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static @Nullable Map<String, String> texts(@Nullable JsonNode group) {
        if (group == null || group.isNull()) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : group.properties()) {
            if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return texts;
    }

    static void write(APIGatewayV2HTTPResponse answer, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", answer.getStatusCode());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : answer.getHeaders().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeStringField("body", answer.getBody());
            json.writeBooleanField("isBase64Encoded", answer.getIsBase64Encoded());
            json.writeEndObject();
        }
    }
}
