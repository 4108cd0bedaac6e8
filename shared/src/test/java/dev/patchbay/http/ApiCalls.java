package dev.patchbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.rehearsal.RehearsalContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as API Gateway sends them, and what is answered to them. */
final class ApiCalls {
    static final String ROUTE = "POST /api/things/{id}";
    static final Map<String, String> OWNER =
            Map.of("sub", "user-1", "https://hub/workspace", "acme", "https://hub/role", "owner");

    private ApiCalls() {}

    static Api api(ApiEndpoint endpoint) {
        return new Api(
                Map.of(ROUTE, endpoint), new Claims("https://hub/workspace", "https://hub/role"), workspace -> true);
    }

    static APIGatewayV2HTTPResponse call(Api api, APIGatewayV2HTTPEvent event) {
        return api.answer(event, new RehearsalContext());
    }

    static APIGatewayV2HTTPEvent event(Map<String, String> claims, @Nullable String body) {
        Authorizer authorizer = Authorizer.builder()
                .withJwt(JWT.builder().withClaims(claims).build())
                .build();
        return event(context().withAuthorizer(authorizer).build(), body);
    }

    static APIGatewayV2HTTPEvent eventWithoutToken() {
        return event(context().build(), "{}");
    }

    private static RequestContext.RequestContextBuilder context() {
        return RequestContext.builder().withRequestId("request-1").withDomainName("api.example.org");
    }

    static APIGatewayV2HTTPEvent event(RequestContext context, @Nullable String body) {
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        event.setRouteKey(ROUTE);
        event.setRequestContext(context);
        event.setBody(body);
        return event;
    }

    static JsonNode json(APIGatewayV2HTTPResponse response) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(response.getBody());
    }

    static void assertProblem(APIGatewayV2HTTPResponse response, int status, String code, String detail)
            throws JsonProcessingException {
        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(json(response).path("status").asInt()).isEqualTo(status);
        assertThat(json(response).path("code").asText()).isEqualTo(code);
        assertThat(json(response).path("detail").asText()).isEqualTo(detail);
    }
}
