package dev.patchbay.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A queue or a table's stream that Lambda polls for a function, with the function's role: an {@code AWS::Lambda::EventSourceMapping}.
 *
 * @param functionArn without alias
 */
record EventSourceMapping(String logicalId, String functionArn, EventSource source) {
    static final String TYPE = "AWS::Lambda::EventSourceMapping";

    static EventSourceMapping read(Resource resource, List<String> problems) {
        PropertyReader properties = resource.reader(problems);
        String function = properties.text("FunctionName");
        String arn = properties.text("EventSourceArn");
        if (!arn.matches("arn:aws:(sqs|dynamodb):.*")) {
            properties.problem(
                    "EventSourceArn", "only queues of SQS and streams of DynamoDB are read locally, not " + arn);
        }
        EventSource source = arn.startsWith("arn:aws:sqs:")
                ? queue(resource.logicalId(), arn, properties)
                : stream(resource.logicalId(), arn, properties);
        properties.finish();
        return new EventSourceMapping(resource.logicalId(), function, source);
    }

    private static EventSource.Queue queue(String name, String arn, PropertyReader properties) {
        return new EventSource.Queue(
                name,
                arn,
                properties.integer("BatchSize", 10),
                Duration.ofSeconds(properties.integer("MaximumBatchingWindowInSeconds", 0)),
                reportsItemFailures(properties),
                maximumConcurrency(properties.object("ScalingConfig")));
    }

    private static boolean reportsItemFailures(PropertyReader properties) {
        return properties.texts("FunctionResponseTypes").contains("ReportBatchItemFailures");
    }

    /** Source: Lambda API reference, "ScalingConfig": from 2 to 1,000. */
    private static Optional<Integer> maximumConcurrency(PropertyReader scaling) {
        Optional<String> maximum = scaling.optionalText("MaximumConcurrency");
        if (maximum.filter(number -> !number.matches("[0-9]{1,4}") || outOfRange(Integer.parseInt(number)))
                .isPresent()) {
            scaling.problem("MaximumConcurrency", "must be from 2 to 1000, not " + maximum.get());
            return Optional.empty();
        }
        scaling.finish();
        return maximum.map(Integer::valueOf);
    }

    private static boolean outOfRange(int concurrency) {
        return concurrency < 2 || concurrency > 1000;
    }

    private static EventSource.TableStream stream(String name, String arn, PropertyReader properties) {
        PropertyReader onFailure = properties.object("DestinationConfig").object("OnFailure");
        properties
                .ignoring("a batch goes as soon as there is one", "MaximumBatchingWindowInSeconds")
                .ignoring("one shard is read in order", "ParallelizationFactor");
        EventSource.TableStream stream = new EventSource.TableStream(
                name,
                arn,
                properties.integer("BatchSize", 100),
                properties.text("StartingPosition").equals("TRIM_HORIZON"),
                properties.object("FilterCriteria").objects("Filters").stream()
                        .map(filter -> filter.text("Pattern"))
                        .toList(),
                reportsItemFailures(properties),
                properties.flag("BisectBatchOnFunctionError"),
                properties.integer("MaximumRetryAttempts", -1),
                Optional.of(properties.integer("MaximumRecordAgeInSeconds", -1))
                        .filter(seconds -> seconds >= 0)
                        .map(Duration::ofSeconds),
                onFailure.optionalText("Destination"));
        onFailure.finish();
        return stream;
    }
}
