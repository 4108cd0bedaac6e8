package dev.patchbay.http;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.RehearsalContext;
import java.util.HashMap;
import java.util.Map;

/** A synthetic API Gateway event for the rehearsal of an HTTP function. Not thread-safe. */
public final class RehearsalRequest {
    private final String route;
    private final Map<String, String> path = new HashMap<>();
    private final Map<String, String> query = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final RequestContext.RequestContextBuilder context =
            RequestContext.builder().withRequestId("rehearsal").withDomainName("localhost");
    private String body = "";

    private RehearsalRequest(String route) {
        this.route = route;
    }

    public static RehearsalRequest of(String route) {
        return new RehearsalRequest(route);
    }

    public RehearsalRequest path(String name, String value) {
        path.put(name, value);
        return this;
    }

    public RehearsalRequest query(String name, String value) {
        query.put(name, value);
        return this;
    }

    /** @param name in lower case, as API Gateway gives it */
    public RehearsalRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public RehearsalRequest body(String json) {
        body = json;
        return this;
    }

    /** With the claims of an owner. */
    public RehearsalRequest byOwner() {
        context.withAuthorizer(Authorizer.builder()
                .withJwt(Authorizer.JWT
                        .builder()
                        .withClaims(Map.of("workspace", "rehearsal", "sub", "rehearsal", "role", "owner"))
                        .build())
                .build());
        return this;
    }

    /**
     * Sends it to the function.
     *
     * @throws IllegalStateException if the function answers otherwise: the rehearsal has shown that it does not work
     */
    public APIGatewayV2HTTPResponse answeredBy(
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function, int status) {
        APIGatewayV2HTTPResponse response = function.handleRequest(event(), new RehearsalContext());
        if (response.getStatusCode() != status) {
            throw new IllegalStateException(
                    "Rehearsing %s gave %d instead of %d: fix the function or its rehearsal before it is deployed. It answered %s"
                            .formatted(route, response.getStatusCode(), status, response.getBody()));
        }
        return response;
    }

    private APIGatewayV2HTTPEvent event() {
        return APIGatewayV2HTTPEvent.builder()
                .withRouteKey(route)
                .withPathParameters(path)
                .withQueryStringParameters(query)
                .withHeaders(headers)
                .withBody(body)
                .withRequestContext(context.build())
                .build();
    }
}
