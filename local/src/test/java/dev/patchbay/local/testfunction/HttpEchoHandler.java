package dev.patchbay.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.List;
import java.util.Map;

/** Answers a request with what it got. */
public final class HttpEchoHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer =
                event.getRequestContext().getAuthorizer();
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(201)
                .withHeaders(Map.of("Content-Type", "text/plain", "X-Route", event.getRouteKey()))
                .withCookies(List.of("a=1; Path=/", "b=2; HttpOnly"))
                .withBody(String.join(
                        "\n",
                        String.valueOf(event.getBody()),
                        String.valueOf(event.getCookies()),
                        String.valueOf(event.getQueryStringParameters()),
                        String.valueOf(event.getPathParameters()),
                        String.valueOf(
                                authorizer == null ? null : authorizer.getJwt().getClaims()),
                        String.valueOf(event.getIsBase64Encoded())))
                .build();
    }
}
