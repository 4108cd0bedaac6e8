package dev.patchbay.http;

import static dev.patchbay.http.ApiCalls.OWNER;
import static dev.patchbay.http.ApiCalls.api;
import static dev.patchbay.http.ApiCalls.assertProblem;
import static dev.patchbay.http.ApiCalls.call;
import static dev.patchbay.http.ApiCalls.event;
import static dev.patchbay.http.ApiCalls.eventWithoutToken;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The caller, as in the token's claims. */
class ApiMemberTest {
    private final List<ApiRequest> seen = new ArrayList<>();
    private final Api api = api(request -> {
        seen.add(request);
        return ApiResponse.json(200, Map.of("ok", true));
    });

    @Test
    void claimsBecomeTheMember() {
        call(api, event(OWNER, "{}"));

        assertThat(seen.getFirst().caller())
                .isEqualTo(new Member(new WorkspaceId("acme"), new MemberId("user-1"), Role.OWNER));
    }

    @Test
    void theAddressThatATokenSaysIsTheMembers() throws JsonProcessingException {
        Map<String, String> claims = new HashMap<>(OWNER);
        claims.put("email", "ann@acme.example");

        call(api, event(claims, "{}"));

        assertThat(seen.getFirst().caller().email()).contains(new EmailAddress("ann@acme.example"));
    }

    @Test
    void anAddressThatTheIssuerHasNotVerifiedIsNone() throws JsonProcessingException {
        Map<String, String> claims = new HashMap<>(OWNER);
        claims.put("email", "victim@example.com");
        claims.put("email_verified", "false");

        call(api, event(claims, "{}"));

        assertThat(seen.getFirst().caller().email()).isEmpty();
    }

    @Test
    void aClaimThatIsNoAddressIsNoReasonToRefuse() throws JsonProcessingException {
        Map<String, String> claims = new HashMap<>(OWNER);
        claims.put("email", "ann@acme.example\r\nBcc: bob@acme.example");

        call(api, event(claims, "{}"));

        assertThat(seen.getFirst().caller().email()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sub                   |           | It has no claim "sub"
                    https://hub/workspace |           | It has no claim "https://hub/workspace"
                    https://hub/role      |           | It has no claim "https://hub/role"
                    https://hub/role      | guest     | Its claim "https://hub/role" must be owner, admin or member
                    https://hub/workspace | a b       | A workspace id has 1 to 128 letters, digits or _ . : - and starts with a letter or digit
                    sub                   | ' '       | A member id has 1 to 256 characters
                    """)
    void tokenThatNamesNoMemberIsRefused(String claim, String value, String why) throws JsonProcessingException {
        Map<String, String> claims = new HashMap<>(OWNER);
        claims.remove(claim);
        if (value != null) {
            claims.put(claim, value);
        }

        APIGatewayV2HTTPResponse response = call(api, event(claims, "{}"));

        assertProblem(response, 403, "token_without_member", "The token names no member: " + why);
        assertThat(seen).isEmpty();
    }

    @Test
    void routeWithoutATokenHasNoMember() {
        call(api, eventWithoutToken());

        assertThat(seen.getFirst().member()).isEmpty();
    }

    @Test
    void callerOfARouteWithoutATokenIsUnauthorized() throws JsonProcessingException {
        Api needsCaller = api(request -> ApiResponse.json(200, request.caller()));

        assertProblem(call(needsCaller, eventWithoutToken()), 401, "unauthorized", "Send a bearer token");
    }

    @ParameterizedTest
    @CsvSource({"owner, 200", "admin, 200", "Admin, 200", "member, 403"})
    void managersAreOwnersAndAdmins(String role, int status) {
        Api needsManager =
                api(request -> ApiResponse.json(200, request.manager().id()));
        Map<String, String> claims = new HashMap<>(OWNER);
        claims.put("https://hub/role", role);

        assertThat(call(needsManager, event(claims, "{}")).getStatusCode()).isEqualTo(status);
    }
}
