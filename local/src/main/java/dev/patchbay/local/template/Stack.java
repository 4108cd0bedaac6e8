package dev.patchbay.local.template;

import java.util.List;
import java.util.Map;

/**
 * Everything in a template that the local stack runs, evaluated.
 *
 * @param keys descriptions of KMS keys by logical id
 * @param buses names of event buses besides {@code default}
 * @param archives archives by name, each with its bus's ARN
 * @param secrets names of secrets, each with its initial value, empty when it is filled by hand
 * @param mailIdentities addresses and domains that mail may be sent from
 */
public record Stack(
        List<FunctionResource> functions,
        List<TableResource> tables,
        List<QueueResource> queues,
        List<RuleResource> rules,
        List<HttpApiResource> apis,
        Map<String, String> keys,
        List<String> buses,
        Map<String, String> archives,
        Map<String, String> secrets,
        List<String> mailIdentities) {

    /**
     * Reads all resources.
     *
     * @throws TemplateException naming every resource and property that the local stack does not support
     */
    public static Stack of(Template template, PhysicalIds ids) {
        return new StackReader(template, ids).read();
    }

    /** The same stack with other tables. */
    public Stack withTables(List<TableResource> others) {
        return new Stack(functions, others, queues, rules, apis, keys, buses, archives, secrets, mailIdentities);
    }

    /** A function by its logical id or its name. */
    public FunctionResource function(String idOrName) {
        return functions.stream()
                .filter(f -> f.logicalId().equals(idOrName) || f.name().equals(idOrName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no function " + idOrName + "; there are "
                        + String.join(
                                ", ",
                                functions.stream()
                                        .map(FunctionResource::logicalId)
                                        .toList())
                        + "."));
    }
}
