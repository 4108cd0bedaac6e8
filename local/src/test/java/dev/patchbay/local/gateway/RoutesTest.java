package dev.patchbay.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.EventSource.Route;
import dev.patchbay.local.template.FunctionResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final Routes ROUTES =
            routes("ANY /{proxy+}", "GET /api/{id}", "GET /api/me", "ANY /api/me", "DELETE /api/{id}/parts/{part}");

    @ParameterizedTest
    @CsvSource({
        "GET,/api/me,GET /api/me",
        "POST,/api/me,ANY /api/me",
        "GET,/api/7,GET /api/{id}",
        "POST,/api/7,ANY /{proxy+}",
        "GET,/api/7/parts,ANY /{proxy+}",
        "DELETE,/api/7/parts/8,DELETE /api/{id}/parts/{part}"
    })
    void theMostSpecificRouteWins(String method, String path, String route) {
        assertThat(ROUTES.find(method, path)).map(Routes.Match::key).contains(route);
    }

    @Test
    void parametersTakeTheirSegments() {
        assertThat(ROUTES.find("DELETE", "/api/7/parts/8"))
                .map(Routes.Match::pathParameters)
                .contains(Map.of("id", "7", "part", "8"));
        assertThat(ROUTES.find("PUT", "/a/b")).map(Routes.Match::pathParameters).contains(Map.of("proxy", "a/b"));
    }

    @Test
    void unmatchedRequestHasNoRoute() {
        assertThat(routes("GET /a").find("POST", "/a")).isEmpty();
        assertThat(routes("GET /a").find("GET", "/a/")).isEmpty();
    }

    private static Routes routes(String... keys) {
        List<EventSource> sources = List.of(keys).stream()
                .map(key -> key.split(" ", 2))
                .<EventSource>map(key -> new Route(key[1], key[0], key[1], Optional.empty()))
                .toList();
        return new Routes(List.of(new FunctionResource(
                "F", "F", "arn", "", "", Duration.ZERO, 128, Map.of(), sources, List.of(), Optional.empty())));
    }
}
