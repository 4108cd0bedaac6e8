package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.template.EventSource.Route;
import dev.patchbay.local.template.EventSource.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads functions, the globals merged in, and their events. Used for one function each. */
final class FunctionReader {
    private final Template template;
    private final List<HttpApiResource> apis;
    private final List<EventSourceMapping> mappings;
    private final Map<String, List<PolicyStatement>> managedPolicies;
    private final List<String> problems;
    private final List<RuleResource> rules = new ArrayList<>();

    FunctionReader(
            Template template,
            List<HttpApiResource> apis,
            List<EventSourceMapping> mappings,
            Map<String, List<PolicyStatement>> managedPolicies,
            List<String> problems) {
        this.template = template;
        this.apis = apis;
        this.mappings = mappings;
        this.managedPolicies = managedPolicies;
        this.problems = problems;
    }

    /** The rules that the function's EventBridge events stand for. */
    List<RuleResource> rules() {
        return rules;
    }

    FunctionResource read(Resource resource) {
        ObjectNode merged = resource.properties().deepCopy();
        if (template.section("Globals").path("Function") instanceof ObjectNode globals) {
            fill(merged, globals);
        }
        PropertyReader properties = new PropertyReader(resource.logicalId(), merged, resource.expressions(), problems);
        if (!properties.text("Runtime").startsWith("java")) {
            properties.problem("Runtime", "only Java runs locally");
        }
        JsonNode variables = properties.object("Environment").get("Variables");
        String arn = resource.attribute("Arn");
        FunctionResource function = new FunctionResource(
                resource.logicalId(),
                resource.reference(),
                arn,
                properties.text("CodeUri"),
                properties.text("Handler"),
                Duration.ofSeconds(properties.integer("Timeout", 3)),
                properties.integer("MemorySize", 128),
                texts(variables),
                events(resource, properties, arn),
                PolicyReader.statements(properties, managedPolicies),
                properties.optionalText("ReservedConcurrentExecutions").map(Integer::valueOf));
        properties
                .ignoring("read by the resource's name", "FunctionName")
                .ignoring("the machine has what it has", "Architectures", "EphemeralStorage", "Layers")
                .ignoring("each JVM is its own version", "AutoPublishAlias", "SnapStart", "PublishToLatestPublished")
                .ignoring("each JVM is its own version", "AutoPublishAliasAllProperties", "VersionDeletionPolicy")
                .ignoring("each JVM is its own version", "VersionDescription", "DeploymentPreference")
                .ignoring("what a function may do is said by its policies", "PermissionsBoundary")
                .ignoring("logs are kept by the local stack itself", "LoggingConfig")
                .ignoring("failed asynchronous events are logged", "EventInvokeConfig", "DeadLetterQueue")
                .ignoring("words for people", "Description", "Tags")
                .finish();
        return function;
    }

    /** SAM's rule: mappings are merged, everything else of the function wins. */
    private static void fill(ObjectNode target, ObjectNode globals) {
        for (Map.Entry<String, JsonNode> field : globals.properties()) {
            JsonNode own = target.get(field.getKey());
            if (own == null) {
                target.set(field.getKey(), field.getValue());
            } else if (own instanceof ObjectNode object && field.getValue() instanceof ObjectNode more) {
                fill(object, more);
            }
        }
    }

    private static Map<String, String> texts(JsonNode mapping) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping.properties().forEach(f -> texts.put(f.getKey(), f.getValue().asText()));
        return texts;
    }

    private List<EventSource> events(Resource function, PropertyReader properties, String arn) {
        List<EventSource> sources = new ArrayList<>();
        for (PropertyReader.Named event : properties.named("Events")) {
            PropertyReader body = event.reader();
            PropertyReader details = body.object("Properties");
            String type = body.text("Type");
            switch (type) {
                case "HttpApi" -> sources.add(route(event.name(), details));
                case "Schedule", "ScheduleV2" -> sources.add(schedule(function, event.name(), details));
                case "EventBridgeRule", "CloudWatchEvent" ->
                    rules.add(RuleReader.ofFunction(function, event.name(), details, arn));
                case "SQS", "DynamoDB" ->
                    body.problem(
                            "Type",
                            "declare an AWS::Lambda::EventSourceMapping instead: for an event of type " + type
                                    + " SAM lets the function read every queue or stream of the account");
                default -> body.problem("Type", type + " is not supported by the local stack");
            }
            body.finish();
        }
        mappings.stream()
                .filter(mapping -> mapping.functionArn().equals(arn))
                .map(EventSourceMapping::source)
                .forEach(sources::add);
        return sources;
    }

    private Route route(String name, PropertyReader properties) {
        String id = properties.text("ApiId");
        Optional<HttpApiResource> api =
                apis.stream().filter(a -> a.id().equals(id)).findFirst();
        if (api.isEmpty()) {
            properties.problem("ApiId", id + " is no HTTP API of this template");
        }
        Optional<String> defaultAuthorizer = api.flatMap(HttpApiResource::defaultAuthorizer);
        PropertyReader auth = properties.object("Auth");
        Optional<String> authorizer =
                auth.optionalText("Authorizer").or(() -> defaultAuthorizer).filter(a -> !a.equals("NONE"));
        authorizer.ifPresent(named -> {
            if (api.isPresent() && !api.get().authorizers().containsKey(named)) {
                auth.problem("Authorizer", named + " is not among the API's authorizers");
            }
        });
        auth.finish();
        Route route = new Route(
                name,
                properties.text("Method").toUpperCase(Locale.ROOT).replace("*", "ANY"),
                properties.text("Path"),
                authorizer);
        if (!properties.text("PayloadFormatVersion", "2.0").equals("2.0")) {
            properties.problem("PayloadFormatVersion", "only 2.0 is supported locally");
        }
        properties
                .ignoring("one machine is not throttled", "RouteSettings")
                .ignoring("the function's own timeout holds", "TimeoutInMillis")
                .finish();
        return route;
    }

    private static Schedule schedule(Resource function, String name, PropertyReader properties) {
        boolean enabled = !properties.text("State", "ENABLED").equals("DISABLED")
                && properties.get("Enabled").asBoolean(true);
        Schedule schedule = new Schedule(
                name,
                properties.text("Name", function.reference() + "-" + name),
                properties.optionalText("ScheduleExpression").orElseGet(() -> properties.text("Schedule")),
                properties.optionalText("Input").filter(input -> !input.isBlank()),
                enabled);
        properties
                .ignoring("times are UTC, runs are prompt", "ScheduleExpressionTimezone", "FlexibleTimeWindow")
                .ignoring("failed runs are logged", "RetryPolicy", "DeadLetterConfig")
                .ignoring("the local stack grants everything", "RoleArn", "PermissionsBoundary")
                .ignoring("words for people", "Description", "OmitName")
                .finish();
        return schedule;
    }
}
