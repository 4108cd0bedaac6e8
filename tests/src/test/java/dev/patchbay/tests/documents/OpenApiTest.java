package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/openapi.yaml matches the routes of the template and the answers of the code. */
class OpenApiTest {
    /** In the code that answers, only the codes of errors are written like this: {@code "not_found"}. */
    private static final Pattern CODE = Pattern.compile("(?<!\\\\)\"([a-z]+(?:_[a-z]+)+)\"");

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final OpenApi document = OpenApi.read();
    private final List<FunctionResource> functions = Project.stack().functions();

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> routes = routes().stream().map(OpenApiTest::spelt).collect(Collectors.toSet());

        assertThat(document.operations().keySet()).isEqualTo(routes);
    }

    @Test
    void aTokenIsAskedForWhereTheTemplateAsksForOne() {
        for (EventSource.Route route : routes()) {
            JsonNode operation = document.operation(spelt(route));

            assertThat(document.needsToken(operation))
                    .as(spelt(route))
                    .isEqualTo(route.authorizer().isPresent());
            assertThat(operation.path("responses").has("401"))
                    .as(spelt(route))
                    .isEqualTo(route.authorizer().isPresent());
        }
    }

    @Test
    void everyPartOfAPathIsDescribed() {
        document.root().path("paths").properties().forEach(path -> {
            Set<String> described = new TreeSet<>();
            path.getValue()
                    .path("parameters")
                    .forEach(parameter -> described.add(
                            document.resolved(parameter).path("name").asText()));

            assertThat(described).as(path.getKey()).isEqualTo(matches(PATH_PARAMETER, path.getKey()));
        });
    }

    @Test
    void everyErrorCodeIsListedAndNoOther() {
        Set<String> listed = Stream.of("ProblemCode", "ConnectError", "ActionErrorCode")
                .flatMap(schema -> document.values(schema).stream())
                // A code of one word looks like any other text in the code.
                .filter(code -> code.contains("_"))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> used = Stream.concat(
                        answeringSources().stream().flatMap(source -> matches(CODE, Project.read(source)).stream()),
                        // These are put together from the status of a connection.
                        Stream.of(ConnectionStatus.values())
                                .filter(status -> !status.usable())
                                .map(status -> "connection_" + status.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(used);
    }

    @Test
    void everyProblemTypeLeadsToItsDocumentation() {
        Set<String> documented = matches(Pattern.compile("(?m)^### (\\w+)$"), Project.read("docs/problems.md"));

        assertThat(documented).isEqualTo(document.values("ProblemCode"));
    }

    @Test
    void anIdHasOneNameEverywhere() {
        Map<String, String> names =
                Map.of("ConnectionId", "connectionId", "ActionId", "actionId", "AgentId", "agentId");
        List<String> found = new ArrayList<>();
        for (JsonNode node : document.nodes()) {
            if (node.has("in")) {
                found.add(node.path("name").asText() + " "
                        + node.at("/schema/$ref").asText());
            }
            node.path("properties")
                    .properties()
                    .forEach(property -> found.add(property.getKey() + " "
                            + property.getValue().path("$ref").asText()));
        }

        names.forEach((schema, name) -> assertThat(found)
                .filteredOn(one -> one.endsWith("/" + schema))
                .isNotEmpty()
                .allMatch(one -> one.startsWith("id ") || one.startsWith(name + " ")));
        assertThat(found).noneMatch(one -> one.matches("(connection|agent|member|workspaceId|memberId) .*"));
    }

    @Test
    void noDeleteAndNoGetTakesABody() {
        Set<String> withBody = document.operations().entrySet().stream()
                .filter(operation -> operation.getValue().has("requestBody"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(withBody).isNotEmpty().allMatch(route -> route.matches("(POST|PUT|PATCH) .*"));
    }

    @Test
    void everyListIsPagedAlike() {
        for (String path : List.of("connections", "actions", "agents", "notifications")) {
            JsonNode operation = document.operation("GET /api/" + path);
            JsonNode page = document.resolved(operation.at("/responses/200/content/application~1json/schema"));

            assertThat(operation.path("parameters").findValuesAsText("$ref"))
                    .as(path)
                    .contains("#/components/parameters/limit", "#/components/parameters/next");
            assertThat(operation.path("responses").has("400")).as(path).isTrue();
            assertThat(page.at("/properties/" + path + "/type").asText()).isEqualTo("array");
            assertThat(page.at("/properties/next/type").asText()).isEqualTo("string");
        }
    }

    @Test
    void everyActionOfTheCatalogueHasItsInput() {
        Set<String> actions = new ProviderCatalog(OpenApiTest.class.getClassLoader(), Map.of())
                .all().stream()
                        .map(provider -> provider.listing().actions())
                        .flatMap(List::stream)
                        .collect(Collectors.toSet());

        List<String> described = new ArrayList<>();
        document.schema("NewAction")
                .at("/properties/input/anyOf")
                .forEach(input ->
                        described.add(document.resolved(input).path("title").asText()));
        assertThat(described).containsExactlyInAnyOrderElementsOf(actions);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode node : document.nodes()) {
            if (node.path("$ref").isTextual()) {
                assertThat(document.resolved(node).isMissingNode())
                        .as(node.path("$ref").asText())
                        .isFalse();
            }
        }
    }

    @Test
    void everyExampleFitsItsSchema() {
        int examples = 0;
        for (JsonNode node : document.nodes()) {
            if (!node.path("schema").isObject()) {
                continue;
            }
            List<JsonNode> values = new ArrayList<>();
            node.path("examples").forEach(example -> values.add(example.path("value")));
            if (node.has("example")) {
                values.add(node.path("example"));
            }
            for (JsonNode value : values) {
                assertThat(document.faults(node.path("schema"), value))
                        .as(value.toString())
                        .isEmpty();
                examples++;
            }
        }
        assertThat(examples).isPositive();
    }

    private List<EventSource.Route> routes() {
        return functions.stream()
                .flatMap(function -> function.events(EventSource.Route.class))
                .toList();
    }

    /** The sources of the functions that answer requests, and of what they answer with. */
    private List<Path> answeringSources() {
        Stream<Path> modules = functions.stream()
                .filter(function ->
                        function.events(EventSource.Route.class).findAny().isPresent())
                // functions/oauth/target/oauth.zip is made in functions/oauth.
                .map(function -> Path.of(function.codeUri()).subpath(0, 2));
        Stream<Path> shared = Stream.of("http", "action").map(Path.of("shared/src/main/java/dev/patchbay")::resolve);
        return Stream.concat(modules, shared)
                .distinct()
                .flatMap(folder -> Project.files(folder.toString(), ".java").stream())
                .filter(file -> file.toString().contains("/main/"))
                .toList();
    }

    private static String spelt(EventSource.Route route) {
        return route.method() + " " + route.path();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
