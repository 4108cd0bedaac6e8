package dev.patchbay.http;

import static dev.patchbay.http.ApiCalls.OWNER;
import static dev.patchbay.http.ApiCalls.ROUTE;
import static dev.patchbay.http.ApiCalls.assertProblem;
import static dev.patchbay.http.ApiCalls.call;
import static dev.patchbay.http.ApiCalls.event;
import static dev.patchbay.http.ApiCalls.eventWithoutToken;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which requests a workspace's share of the API limits, and what is answered beyond it. */
class ApiLimitTest {
    private static final Claims CLAIMS = new Claims("https://hub/workspace", "https://hub/role");

    private final List<WorkspaceId> asked = new ArrayList<>();
    private final List<ApiRequest> answered = new ArrayList<>();

    @Test
    void refusesRequestsBeyondTheShareFirst() throws JsonProcessingException {
        APIGatewayV2HTTPResponse response = call(api(false), event(OWNER, "{}"));

        assertProblem(
                response,
                429,
                "too_many_requests",
                "This workspace sends more requests per second than its share of the API. Wait a second and send it again");
        assertThat(response.getHeaders())
                .containsEntry("Retry-After", "1")
                .containsEntry("Content-Type", "application/problem+json");
        assertThat(answered).isEmpty();
    }

    @Test
    void theShareIsThatOfTheCallersWorkspace() {
        assertThat(call(api(true), event(OWNER, "{}")).getStatusCode()).isEqualTo(200);

        assertThat(asked).containsExactly(new WorkspaceId("acme"));
    }

    @Test
    void aRequestWithoutATokenIsOfNoWorkspaceAndNotLimited() {
        assertThat(call(api(false), eventWithoutToken()).getStatusCode()).isEqualTo(200);
        assertThat(call(Api.withoutTokens(Map.of(ROUTE, this::answer), CLAIMS), eventWithoutToken())
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void functionWithoutLimitsRejectsRequestsWithAToken() {
        APIGatewayV2HTTPResponse response =
                call(Api.withoutTokens(Map.of(ROUTE, this::answer), CLAIMS), event(OWNER, "{}"));

        assertThat(response.getStatusCode()).isEqualTo(500);
        assertThat(answered).isEmpty();
    }

    private Api api(boolean admits) {
        return new Api(Map.of(ROUTE, this::answer), CLAIMS, workspace -> {
            asked.add(workspace);
            return admits;
        });
    }

    private ApiResponse answer(ApiRequest request) {
        answered.add(request);
        return ApiResponse.json(200, Map.of());
    }
}
