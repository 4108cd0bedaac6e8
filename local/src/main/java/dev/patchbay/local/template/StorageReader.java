package dev.patchbay.local.template;

import dev.patchbay.local.template.TableResource.Index;
import dev.patchbay.local.template.TableResource.KeyElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables and queues. */
final class StorageReader {
    private static final List<String> QUEUE_ATTRIBUTES = List.of(
            "FifoQueue",
            "ContentBasedDeduplication",
            "DeduplicationScope",
            "FifoThroughputLimit",
            "VisibilityTimeout",
            "MessageRetentionPeriod",
            "MaximumMessageSize",
            "DelaySeconds",
            "ReceiveMessageWaitTimeSeconds");

    private StorageReader() {}

    static TableResource table(Resource resource, List<String> problems) {
        PropertyReader properties = resource.reader(problems);
        Map<String, String> types = new LinkedHashMap<>();
        for (PropertyReader attribute : properties.objects("AttributeDefinitions")) {
            types.put(attribute.text("AttributeName"), attribute.text("AttributeType"));
        }
        PropertyReader stream = properties.object("StreamSpecification");
        PropertyReader ttl = properties.object("TimeToLiveSpecification");
        TableResource table = new TableResource(
                resource.logicalId(),
                resource.reference(),
                types,
                key(properties),
                properties.objects("GlobalSecondaryIndexes").stream()
                        .map(StorageReader::index)
                        .toList(),
                stream.optionalText("StreamViewType"),
                ttl.flag("Enabled") ? Optional.of(ttl.text("AttributeName")) : Optional.empty());
        properties
                .ignoring("read by the resource's name", "TableName")
                .ignoring("one machine has one capacity and one backup", "BillingMode", "OnDemandThroughput")
                .ignoring("the machine's own disk is the tester's", "SSESpecification", "DeletionProtectionEnabled")
                .ignoring(
                        "the data folder can be copied",
                        "PointInTimeRecoverySpecification",
                        "ContributorInsightsSpecification")
                .ignoring("one machine has no bill", "Tags", "TableClass")
                .finish();
        return table;
    }

    private static List<KeyElement> key(PropertyReader properties) {
        return properties.objects("KeySchema").stream()
                .map(element -> new KeyElement(element.text("AttributeName"), element.text("KeyType")))
                .toList();
    }

    private static Index index(PropertyReader properties) {
        PropertyReader projection = properties.object("Projection");
        Index index = new Index(
                properties.text("IndexName"),
                key(properties),
                projection.text("ProjectionType"),
                projection.texts("NonKeyAttributes"));
        properties
                .ignoring("one machine has one capacity", "OnDemandThroughput", "ContributorInsightsSpecification")
                .finish();
        return index;
    }

    static QueueResource queue(Resource resource, List<String> problems) {
        PropertyReader properties = resource.reader(problems);
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : QUEUE_ATTRIBUTES) {
            properties.optionalText(attribute).ifPresent(value -> attributes.put(attribute, value));
        }
        PropertyReader redrive = properties.object("RedrivePolicy");
        QueueResource queue = new QueueResource(
                resource.logicalId(),
                resource.attribute("QueueName"),
                resource.attribute("Arn"),
                attributes,
                properties.has("RedrivePolicy")
                        ? Optional.of(new QueueResource.Redrive(
                                redrive.text("deadLetterTargetArn"), redrive.integer("maxReceiveCount", 10)))
                        : Optional.empty());
        properties
                .ignoring("read by the resource's name", "QueueName")
                .ignoring("messages stay on this machine", "SqsManagedSseEnabled", "KmsMasterKeyId")
                .ignoring("the local stack grants everything", "RedriveAllowPolicy")
                .ignoring("one machine has no bill", "Tags")
                .finish();
        return queue;
    }
}
