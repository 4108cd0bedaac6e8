package dev.patchbay.local.template;

import dev.patchbay.local.template.RuleResource.Target;
import java.util.List;
import java.util.Optional;

/** Reads EventBridge rules that stand by themselves. */
final class RuleReader {
    private RuleReader() {}

    static RuleResource rule(Resource resource, List<String> problems) {
        PropertyReader properties = resource.reader(problems);
        RuleResource rule = new RuleResource(
                resource.logicalId(),
                resource.reference(),
                properties.text("EventBusName", "default"),
                properties.get("EventPattern"),
                !properties.text("State", "ENABLED").equals("DISABLED"),
                properties.objects("Targets").stream().map(RuleReader::target).toList());
        properties.ignoring("read by the resource's name", "Name").ignoring("words for people", "Description");
        properties.finish();
        return rule;
    }

    static Target target(PropertyReader properties) {
        PropertyReader sqs = properties.object("SqsParameters");
        Target target = new Target(
                properties.text("Id"),
                properties.text("Arn"),
                properties.optionalText("Input"),
                properties.optionalText("InputPath"),
                sqs.optionalText("MessageGroupId"));
        properties
                .ignoring("local targets are retried until they succeed", "RetryPolicy", "DeadLetterConfig")
                .ignoring("the local stack grants everything", "RoleArn")
                .finish();
        return target;
    }

    /** A rule whose only target is the function. */
    static RuleResource ofFunction(Resource function, String eventName, PropertyReader properties, String functionArn) {
        String state = properties.text("State", "ENABLED");
        RuleResource rule = new RuleResource(
                function.logicalId() + eventName,
                function.reference() + "-" + eventName,
                properties.text("EventBusName", "default"),
                properties.get("Pattern"),
                !state.equals("DISABLED"),
                List.of(new Target(
                        "function",
                        functionArn,
                        properties.optionalText("Input"),
                        properties.optionalText("InputPath"),
                        Optional.empty())));
        properties
                .ignoring("local targets are retried until they succeed", "RetryPolicy", "DeadLetterConfig")
                .finish();
        return rule;
    }
}
