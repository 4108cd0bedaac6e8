package dev.patchbay.local.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts each resource, those of nested stacks included, into its record, and reports those that it cannot convert. Used once. */
final class StackReader {
    private static final Map<String, String> IGNORED = Map.ofEntries(
            Map.entry("AWS::Logs::LogGroup", "logs are kept by the local stack itself"),
            Map.entry("AWS::Logs::MetricFilter", "there are no metrics to count"),
            Map.entry("AWS::CloudWatch::Alarm", "one machine has no on-call duty"),
            Map.entry("AWS::CloudWatch::Dashboard", "there are no metrics to draw"),
            Map.entry("AWS::ApiGatewayV2::DomainName", "the API is reached at its port"),
            Map.entry("AWS::ApiGatewayV2::ApiMapping", "the API is reached at its port"),
            Map.entry("AWS::IAM::Role", "functions have their own, from their policies"),
            Map.entry("AWS::SQS::QueuePolicy", "AWS's own services may do everything here"),
            Map.entry("AWS::Lambda::Permission", "AWS's own services may do everything here"));

    private static final String MANAGED_POLICY = "AWS::IAM::ManagedPolicy";

    private final Template template;
    private final PhysicalIds ids;
    private final List<String> problems = new ArrayList<>();
    private final List<FunctionResource> functions = new ArrayList<>();
    private final List<TableResource> tables = new ArrayList<>();
    private final List<QueueResource> queues = new ArrayList<>();
    private final List<RuleResource> rules = new ArrayList<>();
    private final List<HttpApiResource> apis = new ArrayList<>();
    private final List<EventSourceMapping> mappings = new ArrayList<>();
    private final Map<String, List<PolicyStatement>> managedPolicies = new LinkedHashMap<>();
    private final Set<String> logicalIds = new HashSet<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final List<String> buses = new ArrayList<>();
    private final Map<String, String> archives = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<String> mailIdentities = new ArrayList<>();

    StackReader(Template template, PhysicalIds ids) {
        this.template = template;
        this.ids = ids;
    }

    Stack read() {
        collect();
        if (!problems.isEmpty()) {
            throw new TemplateException(problems);
        }
        return new Stack(functions, tables, queues, rules, apis, keys, buses, archives, secrets, mailIdentities);
    }

    private void collect() {
        List<Resource> resources = template.resources(ids);
        // Before the functions, which refer to them: a route takes its API's default authorizer, a role its managed
        // policies.
        resources.stream()
                .filter(r -> r.type().equals("AWS::Serverless::HttpApi"))
                .forEach(r -> apis.add(HttpApiReader.read(r, problems)));
        resources.stream()
                .filter(r -> r.type().equals(EventSourceMapping.TYPE))
                .forEach(r -> mappings.add(EventSourceMapping.read(r, problems)));
        resources.stream()
                .filter(r -> r.type().equals(MANAGED_POLICY))
                .forEach(r -> managedPolicies.put(r.reference(), PolicyReader.managed(r.reader(problems))));
        resources.forEach(r -> logicalIds.add(r.logicalId()));
        resources.forEach(this::read);
        mappings.stream()
                .filter(mapping -> functions.stream().noneMatch(f -> f.arn().equals(mapping.functionArn())))
                .forEach(mapping -> problems.add(mapping.logicalId() + ".FunctionName: " + mapping.functionArn()
                        + " is no function of this template; name one by !Ref and its alias, as in !Ref Worker.Alias"));
    }

    private void read(Resource resource) {
        switch (resource.type()) {
            case "AWS::Serverless::HttpApi", EventSourceMapping.TYPE, MANAGED_POLICY -> {}
            case NestedStack.TYPE -> nested(resource);
            case "AWS::Serverless::Function" -> {
                FunctionReader reader = new FunctionReader(template, apis, mappings, managedPolicies, problems);
                functions.add(reader.read(resource));
                rules.addAll(reader.rules());
            }
            case "AWS::DynamoDB::Table" -> tables.add(StorageReader.table(resource, problems));
            case "AWS::SQS::Queue" -> queues.add(StorageReader.queue(resource, problems));
            case "AWS::Events::Rule" -> rules.add(RuleReader.rule(resource, problems));
            case "AWS::Events::EventBus" -> bus(resource);
            case "AWS::Events::Archive" -> archive(resource);
            case "AWS::KMS::Key" -> key(resource);
            case "AWS::SecretsManager::Secret" -> secret(resource);
            case "AWS::SES::EmailIdentity" -> mailIdentity(resource);
            default -> {
                if (!IGNORED.containsKey(resource.type())) {
                    problems.add(
                            resource.logicalId() + ": " + resource.type() + " is not supported by the local stack.");
                }
            }
        }
    }

    /** Adds what the other template describes, as if it were described here. */
    private void nested(Resource resource) {
        PropertyReader properties = resource.reader(problems);
        properties
                .ignoring("read with the other template", "TemplateURL", "Parameters")
                .ignoring("one machine has no bill", "Tags")
                .finish();
        try {
            NestedStack stack =
                    NestedStack.of(template, resource.logicalId(), resource.properties(), resource.expressions(), ids);
            StackReader reader = new StackReader(stack.template(), stack.ids());
            reader.collect();
            reader.problems.forEach(problem -> problems.add(resource.logicalId() + "." + problem));
            reader.logicalIds.stream()
                    .filter(id -> !logicalIds.add(id))
                    .forEach(id -> problems.add(resource.logicalId() + "." + id
                            + ": another template has a resource of this name; rename one of the two."));
            add(reader);
        } catch (IllegalArgumentException | TemplateException e) {
            problems.add(resource.logicalId() + ": " + e.getMessage());
        }
    }

    private void add(StackReader nested) {
        functions.addAll(nested.functions);
        tables.addAll(nested.tables);
        queues.addAll(nested.queues);
        rules.addAll(nested.rules);
        apis.addAll(nested.apis);
        keys.putAll(nested.keys);
        buses.addAll(nested.buses);
        archives.putAll(nested.archives);
        secrets.putAll(nested.secrets);
        mailIdentities.addAll(nested.mailIdentities);
    }

    private void bus(Resource resource) {
        PropertyReader properties = resource.reader(problems).ignoring("one machine has no bill", "Tags");
        properties.text("Name");
        properties.ignoring("words for people", "Description").finish();
        buses.add(resource.reference());
    }

    private void archive(Resource resource) {
        PropertyReader properties = resource.reader(problems);
        archives.put(resource.reference(), properties.text("SourceArn"));
        properties
                .ignoring("the archive lives as long as the process", "RetentionDays", "Description", "ArchiveName")
                .finish();
    }

    private void key(Resource resource) {
        PropertyReader properties = resource.reader(problems);
        keys.put(resource.logicalId(), properties.text("Description", ""));
        properties
                .ignoring("key material never changes here", "EnableKeyRotation", "RotationPeriodInDays")
                .ignoring("functions' own policies decide", "KeyPolicy", "Enabled", "PendingWindowInDays")
                .ignoring("one machine has no bill", "Tags")
                .finish();
    }

    private void mailIdentity(Resource resource) {
        PropertyReader properties = resource.reader(problems);
        mailIdentities.add(properties.text("EmailIdentity"));
        properties
                .ignoring("every identity counts as verified", "DkimAttributes", "DkimSigningAttributes")
                .ignoring("mail goes nowhere, so none bounces", "MailFromAttributes", "FeedbackAttributes")
                .finish();
    }

    private void secret(Resource resource) {
        PropertyReader properties = resource.reader(problems);
        secrets.put(
                properties.text("Name", ids.generatedName(resource.logicalId())), properties.text("SecretString", ""));
        properties.ignoring("words for people", "Description", "Tags").finish();
    }
}
