package dev.patchbay.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Refusal;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The HTTP side of a function: finds the endpoint of a route, and turns whatever goes wrong into a problem. Bodies over 1 MB
 * (1,000,000 bytes) are refused, so that every action fits into an SQS message. Thread-safe.
 */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final int LARGEST_BODY = 1_000_000;

    private final Map<String, ApiEndpoint> endpoints;
    private final Claims claims;
    private final RequestLimit limit;

    /**
     * @param endpoints by route, spelt as in template.yaml: {@code GET /api/connections/{id}}
     * @param limit which requests with a token are answered
     */
    public Api(Map<String, ApiEndpoint> endpoints, Claims claims, RequestLimit limit) {
        this.endpoints = Map.copyOf(endpoints);
        this.claims = claims;
        this.limit = limit;
    }

    /** For routes that need no token: their requests belong to no workspace, and no workspace's share limits them. */
    public static Api withoutTokens(Map<String, ApiEndpoint> endpoints, Claims claims) {
        return new Api(endpoints, claims, workspace -> {
            throw new IllegalStateException("A request with a token came to a function that limits no workspace");
        });
    }

    public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event, Context context) {
        String requestId = event.getRequestContext().getRequestId();
        ApiResponse response = Telemetry.invocation(context, requestId, () -> answer(event));
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(response.status())
                .withHeaders(response.headers())
                .withBody(response.body())
                .withIsBase64Encoded(response.base64())
                .build();
    }

    private ApiResponse answer(APIGatewayV2HTTPEvent event) {
        try {
            ApiRequest request = request(event);
            request.member().map(Member::workspace).ifPresent(this::admit);
            if (request.body().asByteArrayUnsafe().length > LARGEST_BODY) {
                throw Problem.tooLarge("body", "The body is larger than the 1,000,000 bytes that are accepted")
                        .asException();
            }
            return endpoint(request.route()).answer(request);
        } catch (ProblemException e) {
            LOG.info("Answered {} {}", e.problem().status(), e.problem().code());
            return e.answer();
        } catch (RuntimeException bug) {
            LOG.error("A request failed", LoggedFault.of(bug));
            return ApiResponse.problem(Problem.of(
                    500,
                    "internal_error",
                    "Something went wrong here",
                    (Refusal.isFinal(bug)
                                    ? "Sending it again does not help. Report request "
                                    : "Nothing you sent is at fault. Try again; if it stays, report request ")
                            + event.getRequestContext().getRequestId()));
        }
    }

    private void admit(WorkspaceId workspace) {
        Telemetry.identify("workspace", workspace.value());
        if (!limit.admits(workspace)) {
            Telemetry.count("RequestsOverShare", 1, Map.of());
            throw Problem.tooMany(
                            "too_many_requests",
                            "This workspace sends more requests per second than its share of the API. Wait a second and"
                                    + " send it again")
                    .asException(Duration.ofSeconds(1));
        }
    }

    private ApiEndpoint endpoint(String route) {
        return Optional.ofNullable(endpoints.get(route))
                .orElseThrow(() -> Problem.notFound("route").asException());
    }

    private ApiRequest request(APIGatewayV2HTTPEvent event) {
        return new ApiRequest(
                event.getRequestContext().getRequestId(),
                event.getRouteKey(),
                orEmpty(event.getPathParameters()),
                orEmpty(event.getQueryStringParameters()),
                orEmpty(event.getHeaders()),
                body(event),
                member(event),
                event.getRequestContext().getDomainName());
    }

    private Optional<Member> member(APIGatewayV2HTTPEvent event) {
        return Optional.ofNullable(event.getRequestContext().getAuthorizer())
                .flatMap(authorizer -> Optional.ofNullable(authorizer.getJwt()))
                .map(jwt -> claims.member(jwt.getClaims()));
    }

    private static SdkBytes body(APIGatewayV2HTTPEvent event) {
        String body = Optional.ofNullable(event.getBody()).orElse("");
        return event.getIsBase64Encoded()
                ? SdkBytes.fromByteArray(Base64.getDecoder().decode(body))
                : SdkBytes.fromUtf8String(body);
    }

    private static Map<String, String> orEmpty(@org.jspecify.annotations.Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
