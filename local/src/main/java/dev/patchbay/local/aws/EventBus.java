package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.aws.EventTargets.EventTarget;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.event.ruler.Machine;

/** One bus: its rules, matched by AWS's own event-ruler. Callers serialise. */
final class EventBus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    private static final class Rule {
        private String pattern = "";
        private boolean enabled = true;
        private final Map<String, ObjectNode> targets = new LinkedHashMap<>();
        private final Machine machine = Machine.builder().build();
    }

    /** Adds or replaces a rule; its targets stay. */
    void putRule(String name, String pattern, boolean enabled) {
        Rule rule = rules.computeIfAbsent(name, added -> new Rule());
        try {
            if (!rule.pattern.isEmpty()) {
                rule.machine.deleteRule(name, rule.pattern);
            }
            if (!pattern.isEmpty()) {
                rule.machine.addRule(name, pattern);
            }
        } catch (IOException e) {
            throw new AwsError(
                    400, "InvalidEventPatternException", "Event pattern is not valid. Reason: " + e.getMessage());
        }
        rule.pattern = pattern;
        rule.enabled = enabled;
    }

    void putTarget(String ruleName, ObjectNode target) {
        if (target.has("InputTransformer")) {
            throw AwsError.invalid("The local stack does not support InputTransformer; use Input or InputPath.");
        }
        rule(ruleName).targets.put(target.path("Id").asText(), target);
    }

    void removeTarget(String ruleName, String id) {
        rule(ruleName).targets.remove(id);
    }

    void deleteRule(String name) {
        rules.remove(name);
    }

    /** Each rule as ListRules shows it. */
    Map<String, ObjectNode> describe() {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        rules.forEach((name, rule) -> {
            ObjectNode description =
                    JSON.createObjectNode().put("Name", name).put("State", rule.enabled ? "ENABLED" : "DISABLED");
            if (!rule.pattern.isEmpty()) {
                description.put("EventPattern", rule.pattern);
            }
            all.put(name, description);
        });
        return all;
    }

    Map<String, ObjectNode> targets(String ruleName) {
        return Map.copyOf(rule(ruleName).targets);
    }

    /** Calls back for each target of each rule that matches, with what the target is to get. */
    void match(ObjectNode event, BiConsumer<EventTarget, String> onMatch) {
        String json = event.toString();
        for (Rule rule : rules.values()) {
            if (rule.enabled && matches(rule, json)) {
                rule.targets
                        .values()
                        .forEach(target -> onMatch.accept(
                                new EventTarget(
                                        target.path("Arn").asText(),
                                        target.path("SqsParameters")
                                                .path("MessageGroupId")
                                                .asText()),
                                input(target, event)));
            }
        }
    }

    private static boolean matches(Rule rule, String json) {
        try {
            return !rule.machine.rulesForJSONEvent(json).isEmpty();
        } catch (Exception e) {
            throw AwsError.invalid("The event cannot be matched: " + e.getMessage());
        }
    }

    private static String input(ObjectNode target, ObjectNode event) {
        if (target.has("Input")) {
            return target.path("Input").asText();
        }
        String path = target.path("InputPath").asText("$");
        return path.equals("$")
                ? event.toString()
                : event.at(path.substring(1).replace('.', '/')).toString();
    }

    private Rule rule(String name) {
        Rule rule = rules.get(name);
        if (rule == null) {
            throw AwsError.notFound("Rule " + name + " does not exist on EventBus.");
        }
        return rule;
    }
}
