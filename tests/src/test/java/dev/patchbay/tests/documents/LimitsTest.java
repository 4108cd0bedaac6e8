package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.PolicyStatement;
import dev.patchbay.local.template.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of limits in docs/operations.md names the parameters of template.yaml with their defaults. */
class LimitsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]+\\| `(\\w+)` \\| ([\\d,]+) \\|");

    private final Map<String, String> defaults = Template.read(
                    Project.ROOT.resolve("template.yaml"),
                    Map.of(
                            "JwtIssuer", "http://localhost/issuer",
                            "AppUrl", "http://localhost",
                            "AllowedOrigins", "http://localhost",
                            "MailSender", "hub@example.com"))
            .parameters();

    @Test
    void theTableHasTheDefaultsOfTheTemplate() {
        Map<String, String> documented = new TreeMap<>();
        for (Matcher row = ROW.matcher(Project.read("docs/operations.md")); row.find(); ) {
            documented.put(row.group(1), row.group(2).replace(",", ""));
        }

        assertThat(documented)
                .containsOnlyKeys(
                        "ApiRequestsPerSecond",
                        "ApiBurst",
                        "WorkspaceRequestsPerSecond",
                        "WorkspaceAgents",
                        "WorkspaceConnections",
                        "ConnectionQueuedActions")
                .allSatisfy((parameter, value) -> assertThat(defaults).containsEntry(parameter, value));
    }

    @Test
    void aWorkspacesShareIsWellBelowWhatTheApiTakes() {
        assertThat(number("WorkspaceRequestsPerSecond")).isLessThanOrEqualTo(number("ApiRequestsPerSecond") / 5);
    }

    /** A limiter that may not count admits everything, so nothing else would notice. */
    @Test
    void everyFunctionMayCountWhatItLimits() {
        for (FunctionResource function : Project.stack().functions()) {
            boolean limits = function.events(EventSource.Route.class)
                    .anyMatch(route -> route.authorizer().isPresent());

            assertThat(may(function, "dynamodb:UpdateItem", "LimitsTable"))
                    .as(function.logicalId())
                    .isEqualTo(limits);
        }
        assertThat(counting("ConnectionsTable/index/byProvider"))
                .containsExactlyInAnyOrder(
                        "OAuthAuthorizeFunction", "OAuthCompleteFunction", "ConnectionsFunction", "ActionsFunction");
        assertThat(counting("ActionsTable/index/byOpenConnection")).containsExactly("ActionsFunction");
    }

    private static List<String> counting(String index) {
        return Project.stack().functions().stream()
                .filter(function -> may(function, "dynamodb:Query", index))
                .map(FunctionResource::logicalId)
                .toList();
    }

    private static boolean may(FunctionResource function, String action, String resource) {
        return function.policies().stream()
                .filter(PolicyStatement::allows)
                .filter(statement -> statement.actions().contains(action))
                .flatMap(statement -> statement.resources().stream())
                .anyMatch(arn -> arn.endsWith(resource));
    }

    private int number(String parameter) {
        return Integer.parseInt(defaults.getOrDefault(parameter, ""));
    }
}
