package dev.patchbay.local.aws;

import dev.patchbay.local.template.QueueResource;
import dev.patchbay.local.template.RuleResource;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.TableResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Creates the resources of a template through AWS's own APIs only, so any endpoint with these APIs will do. Existing resources stay
 * unchanged: provisioning is idempotent.
 */
public final class Provisioner {
    private final AwsClients clients;
    private final String stack;

    /**
     * A provisioner for one endpoint.
     *
     * @param stack the stack's name, which distinguishes its keys from those of other stacks
     */
    public Provisioner(AwsClients clients, String stack) {
        this.clients = clients;
        this.stack = stack;
    }

    /** Creates the keys, and answers with their ids by logical id. */
    public Map<String, String> keys(Stack resources) {
        Map<String, String> ids = new LinkedHashMap<>();
        try (KmsClient kms = clients.kms()) {
            resources.keys().forEach((logicalId, description) -> ids.put(logicalId, key(kms, logicalId, description)));
        }
        return ids;
    }

    private String key(KmsClient kms, String logicalId, String description) {
        // CloudFormation remembers its keys; here an alias does.
        String alias = "alias/" + stack + "-" + logicalId;
        try {
            return kms.describeKey(r -> r.keyId(alias)).keyMetadata().keyId();
        } catch (NotFoundException absent) {
            String id =
                    kms.createKey(r -> r.description(description)).keyMetadata().keyId();
            kms.enableKeyRotation(r -> r.keyId(id));
            kms.createAlias(r -> r.aliasName(alias).targetKeyId(id));
            return id;
        }
    }

    /** Creates everything else but functions. */
    public void provision(Stack resources) {
        tables(resources.tables());
        try (SqsClient sqs = clients.sqs()) {
            // A queue must exist before another can name it as its dead-letter queue.
            resources.queues().forEach(queue -> queue(sqs, queue));
            resources.queues().forEach(queue -> redrive(sqs, queue));
        }
        try (EventBridgeClient events = clients.eventBridge()) {
            resources.buses().forEach(bus -> bus(events, bus));
            resources.archives().forEach((name, source) -> archive(events, name, source));
            resources.rules().forEach(rule -> rule(events, rule));
        }
        secrets(resources.secrets());
        try (SesV2Client ses = clients.ses()) {
            resources.mailIdentities().forEach(identity -> mailIdentity(ses, identity));
        }
    }

    /** Creates tables. */
    public void tables(List<TableResource> tables) {
        try (DynamoDbClient dynamoDb = clients.dynamoDb()) {
            tables.forEach(table -> table(dynamoDb, table));
        }
    }

    /** Creates secrets by name; an empty value leaves the secret without one. Existing secrets keep theirs. */
    public void secrets(Map<String, String> values) {
        try (SecretsManagerClient secrets = clients.secretsManager()) {
            values.forEach((name, value) -> secret(secrets, name, value));
        }
    }

    /** Creates secrets by name; existing secrets get the new value. */
    public void replaceSecrets(Map<String, String> values) {
        secrets(values);
        try (SecretsManagerClient secrets = clients.secretsManager()) {
            values.forEach((name, value) ->
                    secrets.putSecretValue(r -> r.secretId(name).secretString(value)));
        }
    }

    private static void secret(SecretsManagerClient secrets, String name, String value) {
        try {
            secrets.createSecret(r -> r.name(name).secretString(value.isEmpty() ? null : value));
        } catch (ResourceExistsException already) {
            // An existing secret keeps its value.
        }
    }

    private static void table(DynamoDbClient dynamoDb, TableResource table) {
        try {
            dynamoDb.createTable(r -> {
                r.tableName(table.name())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(table.attributeTypes().entrySet().stream()
                                .map(a -> AttributeDefinition.builder()
                                        .attributeName(a.getKey())
                                        .attributeType(a.getValue())
                                        .build())
                                .toList())
                        .keySchema(table.key().stream().map(Provisioner::key).toList());
                table.streamView()
                        .ifPresent(view ->
                                r.streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
                if (!table.indexes().isEmpty()) {
                    r.globalSecondaryIndexes(
                            table.indexes().stream().map(Provisioner::index).toList());
                }
            });
        } catch (ResourceInUseException already) {
            // An existing table keeps its items.
            return;
        }
        dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(table.name()));
        table.ttlAttribute()
                .ifPresent(attribute -> dynamoDb.updateTimeToLive(r -> r.tableName(table.name())
                        .timeToLiveSpecification(s -> s.enabled(true).attributeName(attribute))));
    }

    private static KeySchemaElement key(TableResource.KeyElement element) {
        return KeySchemaElement.builder()
                .attributeName(element.attribute())
                .keyType(element.type())
                .build();
    }

    private static GlobalSecondaryIndex index(TableResource.Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(index.key().stream().map(Provisioner::key).toList())
                .projection(p -> {
                    p.projectionType(index.projection());
                    if (!index.included().isEmpty()) {
                        p.nonKeyAttributes(index.included());
                    }
                })
                .build();
    }

    private static void queue(SqsClient sqs, QueueResource queue) {
        sqs.createQueue(r -> r.queueName(queue.name()).attributesWithStrings(queue.attributes()));
    }

    private static void redrive(SqsClient sqs, QueueResource queue) {
        queue.redrive().ifPresent(redrive -> {
            String url = sqs.getQueueUrl(r -> r.queueName(queue.name())).queueUrl();
            String policy = "{\"deadLetterTargetArn\":\"" + redrive.deadLetterArn() + "\",\"maxReceiveCount\":"
                    + redrive.maxReceiveCount() + "}";
            sqs.setQueueAttributes(r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
        });
    }

    private static void bus(EventBridgeClient events, String name) {
        try {
            events.createEventBus(r -> r.name(name));
        } catch (ResourceAlreadyExistsException already) {
            // One is enough.
        }
    }

    private static void archive(EventBridgeClient events, String name, String source) {
        try {
            events.createArchive(r -> r.archiveName(name).eventSourceArn(source));
        } catch (ResourceAlreadyExistsException already) {
            // An existing archive keeps its events.
        }
    }

    private static void mailIdentity(SesV2Client ses, String identity) {
        try {
            ses.createEmailIdentity(r -> r.emailIdentity(identity));
        } catch (AlreadyExistsException already) {
            // It is verified.
        }
    }

    private static void rule(EventBridgeClient events, RuleResource rule) {
        events.putRule(r -> r.name(rule.name())
                .eventBusName(rule.bus())
                .eventPattern(rule.pattern().toString())
                .state(rule.enabled() ? RuleState.ENABLED : RuleState.DISABLED));
        events.putTargets(r -> r.rule(rule.name())
                .eventBusName(rule.bus())
                .targets(rule.targets().stream().map(Provisioner::target).toList()));
    }

    private static Target target(RuleResource.Target target) {
        Target.Builder builder = Target.builder().id(target.id()).arn(target.arn());
        target.input().ifPresent(builder::input);
        target.inputPath().ifPresent(builder::inputPath);
        target.messageGroupId().ifPresent(group -> builder.sqsParameters(s -> s.messageGroupId(group)));
        return builder.build();
    }
}
