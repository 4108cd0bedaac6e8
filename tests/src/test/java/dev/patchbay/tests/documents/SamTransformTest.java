package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What AWS's transform of SAM makes of template.yaml and the templates that it nests. */
class SamTransformTest {
    private static final Map<String, String> PARAMETERS = Map.of(
            "JwtIssuer", "https://issuer.example",
            "AppUrl", "https://app.example",
            "AllowedOrigins", "https://app.example",
            "MailSender", "hub@example.com");

    @BeforeAll
    static void needsTheTransform() throws Exception {
        assumeTrue(SamTransform.installed(), "cfn-lint is not installed: pip install cfn-lint boto3");
    }

    /** ProviderUrls is for tests and may be long: it takes effect with the next change of code. The stage of a stack does not change. */
    @Test
    void functionWithAChangedVariableGetsANewVersion() throws Exception {
        SamTransform given = SamTransform.of(List.of(PARAMETERS)).getFirst();
        List<Map<String, String>> sets = new ArrayList<>();
        given.template().path("Parameters").fieldNames().forEachRemaining(name -> {
            if (!Set.of("ProviderUrls", "Stage").contains(name)) {
                sets.add(with(Map.of(name, "7")));
            }
        });
        Map<String, JsonNode> before = variables(given);
        Map<String, String> versionsBefore = versions(given);

        Set<String> concerned = new TreeSet<>();
        for (SamTransform after : SamTransform.of(sets)) {
            Set<String> changed = differing(before, variables(after));
            if (!changed.isEmpty()) {
                concerned.addAll(differing(given.parameters(), after.parameters()));
                concerned.addAll(differing(after.parameters(), given.parameters()));
            }

            assertThat(differing(versionsBefore, versions(after)))
                    .as(after.parameters().toString())
                    .containsAll(changed);
        }
        assertThat(concerned)
                .contains("AppUrl", "MailSender", "WorkspaceClaim", "WorkspaceAgents", "RefreshConcurrencyPerApp");
    }

    @Test
    void alarmsAndDashboardLookWhereTheFunctionsWriteTheirMetrics() throws Exception {
        SamTransform given =
                SamTransform.of(List.of(with(Map.of("Stage", "staging")))).getFirst();
        String namespace = "Patchbay/staging";

        variables(given)
                .forEach((function, variables) -> assertThat(
                                variables.path("POWERTOOLS_METRICS_NAMESPACE").asText())
                        .as(function)
                        .isEqualTo(namespace));
        given.resources("AWS::CloudWatch::Alarm")
                .forEach((id, alarm) -> assertThat(given.resolved(alarm.at("/Properties/Namespace"))
                                .asText("AWS/"))
                        .as(id)
                        .matches("(AWS/.*|" + namespace + ")?"));
        given.resources("AWS::Logs::MetricFilter")
                .forEach((id, filter) -> assertThat(
                                given.resolved(filter.at("/Properties/MetricTransformations/0/MetricNamespace"))
                                        .asText())
                        .as(id)
                        .isEqualTo(namespace));
        given.resources("AWS::CloudWatch::Dashboard")
                .forEach((id, dashboard) -> assertThat(given.resolved(dashboard.at("/Properties/DashboardBody"))
                                .asText())
                        .contains("{" + namespace + ",Service")
                        .doesNotContain("{Patchbay,"));
    }

    @Test
    void errorsOfEveryFunctionAreCounted() throws Exception {
        SamTransform given = SamTransform.of(List.of(PARAMETERS)).getFirst();

        Set<String> logs = new TreeSet<>();
        given.resources("AWS::Lambda::Function")
                .forEach((id, function) -> logs.add(given.resolved(function.at("/Properties/LoggingConfig/LogGroup"))
                        .asText()));
        JsonNode resources = given.template().path("Resources");
        Set<String> counted = new TreeSet<>();
        given.resources("AWS::Logs::MetricFilter").forEach((id, filter) -> {
            JsonNode group =
                    resources.path(filter.at("/Properties/LogGroupName/Ref").asText());
            counted.add(given.resolved(group.at("/Properties/LogGroupName")).asText());
        });

        assertThat(counted).as("Functions of logs.yaml names each function").isEqualTo(logs);
        assertThat(Project.read("shared/src/main/java/dev/patchbay/http/Api.java"))
                .as("the line that the filters look for")
                .contains("LOG.error(\"A request failed\"");
        given.resources("AWS::Logs::MetricFilter")
                .forEach((id, filter) -> assertThat(
                                filter.at("/Properties/FilterPattern").asText())
                        .as(id)
                        .isEqualTo("{ ($.message = \"A request failed\") || "
                                + "(($.type = \"platform.report\") && ($.record.status != \"success\")) }"));
    }

    @Test
    void dashboardShowsEveryFunction() throws Exception {
        SamTransform given = SamTransform.of(List.of(PARAMETERS)).getFirst();

        JsonNode names = given.template().at("/Resources/Dashboard/Properties/DashboardBody/Fn::Sub/1");

        assertThat(names.path("Errors").findValuesAsText("Ref"))
                .as("Functions of Monitoring in template.yaml names each function")
                .containsExactlyInAnyOrderElementsOf(
                        given.resources("AWS::Lambda::Function").keySet());
        assertThat(names.path("Durations").findValuesAsText("Ref"))
                .isEqualTo(names.path("Errors").findValuesAsText("Ref"));
    }

    @Test
    void retainedTablesAreProtectedUnlessCreationFails() throws Exception {
        SamTransform given = SamTransform.of(List.of(PARAMETERS)).getFirst();

        given.resources("AWS::DynamoDB::Table").forEach((id, table) -> {
            boolean kept = table.path("UpdateReplacePolicy").asText().equals("Retain");
            assertThat(table.path("DeletionPolicy").asText())
                    .as(id)
                    .isEqualTo(kept ? "RetainExceptOnCreate" : "Delete");
            assertThat(table.at("/Properties/DeletionProtectionEnabled").asBoolean())
                    .as(id)
                    .isEqualTo(kept);
        });
        assertThat(given.resources("AWS::DynamoDB::Table")).containsKey("WorkspaceKeysTable");
    }

    /** Source: IAM User Guide, "IAM and AWS STS quotas": 1,000 characters. */
    @Test
    void markOfTheSettingsFitsWhateverIsGiven() throws Exception {
        SamTransform shortest = SamTransform.of(List.of(PARAMETERS)).getFirst();
        Map<String, String> longest = new HashMap<>();
        shortest.template().path("Parameters").properties().forEach(parameter -> {
            int length = parameter.getValue().path("MaxLength").asInt();
            boolean number = parameter.getValue().path("Type").asText().equals("Number");
            if (length > 0 || number) {
                longest.put(parameter.getKey(), "9".repeat(number ? 9 : length));
            }
        });

        assertThat(mark(SamTransform.of(List.of(with(longest))).getFirst())).hasSizeLessThanOrEqualTo(1_000);
    }

    /** A worker of one provider must not read what another's is asked to do. */
    @Test
    void noRoleReachesEveryQueueOrTable() throws Exception {
        SamTransform given = SamTransform.of(List.of(PARAMETERS)).getFirst();

        Map<String, JsonNode> documents = given.resources("AWS::IAM::ManagedPolicy");
        documents.putAll(given.resources("AWS::IAM::Role"));
        documents.forEach((id, document) -> {
            assertThat(document.at("/Properties/ManagedPolicyArns").toString())
                    .as(id)
                    .doesNotContain("SQS", "DynamoDB", "Kinesis");
            for (JsonNode statement : document.findValues("Statement").stream()
                    .flatMap(JsonNode::valueStream)
                    .toList()) {
                if (statement.path("Action").toString().matches(".*\"(sqs|dynamodb):.*")) {
                    assertThat(statement.path("Resource").toString()).as(id).doesNotContain("*");
                }
            }
        });
        assertThat(given.resources("AWS::Lambda::EventSourceMapping")).isNotEmpty();
    }

    @Test
    void onlyProdDeploysByCanary() throws Exception {
        List<SamTransform> stages = SamTransform.of(
                List.of(with(Map.of("Stage", "dev")), with(Map.of("Stage", "staging")), with(Map.of("Stage", "prod"))));

        assertThat(stages.get(0).resources("AWS::CodeDeploy::DeploymentGroup")).isEmpty();
        assertThat(stages.get(1).resources("AWS::CodeDeploy::DeploymentGroup")).isEmpty();
        assertThat(stages.get(2).resources("AWS::CodeDeploy::DeploymentGroup"))
                .hasSameSizeAs(stages.get(2).resources("AWS::Lambda::Function"));
    }

    @Test
    void twoStagesFitIntoOneAccountAndRegion() throws Exception {
        List<SamTransform> stages =
                SamTransform.of(List.of(with(Map.of("Stage", "dev")), with(Map.of("Stage", "prod"))));

        Set<String> shared = names(stages.get(0));
        shared.retainAll(names(stages.get(1)));

        assertThat(shared).isEmpty();
    }

    /** The names that the template gives to resources itself: CloudFormation makes the others unique. */
    private static Set<String> names(SamTransform transformed) {
        Set<String> names = new TreeSet<>();
        transformed.template().path("Resources").forEach(resource -> {
            String type = resource.path("Type").asText();
            String last = type.substring(type.lastIndexOf(':') + 1);
            for (String property : Set.of("Name", last + "Name")) {
                JsonNode name = resource.path("Properties").path(property);
                // The alias of a function is named within it, and the stage of an API too.
                if (!name.isMissingNode()
                        && !Set.of("Alias", "Stage", "Api", "Permission").contains(last)) {
                    names.add(type + " " + transformed.resolved(name));
                }
            }
        });
        return names;
    }

    private static Map<String, JsonNode> variables(SamTransform transformed) {
        Map<String, JsonNode> variables = new TreeMap<>();
        transformed
                .resources("AWS::Lambda::Function")
                .forEach((id, function) ->
                        variables.put(id, transformed.resolved(function.at("/Properties/Environment/Variables"))));
        return variables;
    }

    /** What a change of which makes CloudFormation publish: the version's logical id, and the mark in its description. */
    private static Map<String, String> versions(SamTransform transformed) {
        Map<String, String> versions = new TreeMap<>();
        transformed.resources("AWS::Lambda::Version").forEach((id, version) -> {
            assertThat(version.at("/Properties/Description/Ref").asText()).isEqualTo("SettingsMark");
            versions.put(version.at("/Properties/FunctionName/Ref").asText(), id + " " + mark(transformed));
        });
        return versions;
    }

    /**
     * Another description replaces the policy, and with it its ARN, which is the description of each version. Source: CloudFormation
     * template reference, {@code AWS::IAM::ManagedPolicy} and {@code AWS::Lambda::Version}, "Update requires: Replacement".
     */
    private static String mark(SamTransform transformed) {
        return transformed
                .resolved(transformed.template().at("/Resources/SettingsMark/Properties/Description"))
                .asText();
    }

    /** What is otherwise in the other, or is not there. */
    private static <T> Set<String> differing(Map<String, T> one, Map<String, T> other) {
        Set<String> differing = new TreeSet<>();
        one.forEach((key, value) -> {
            if (!value.equals(other.get(key))) {
                differing.add(key);
            }
        });
        return differing;
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(PARAMETERS);
        all.putAll(more);
        return all;
    }
}
