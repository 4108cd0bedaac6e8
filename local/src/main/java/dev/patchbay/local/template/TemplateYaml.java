package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Parses CloudFormation's YAML, turning each short-form tag ({@code !Ref x}) into its long form ({@code {"Ref": "x"}}). */
final class TemplateYaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TemplateYaml() {}

    static ObjectNode parse(String text) {
        Object tree;
        try {
            tree = new Yaml(new LongForms()).load(text);
        } catch (YAMLException e) {
            throw new TemplateException(List.of("It is not YAML: " + e.getMessage()));
        }
        if (tree instanceof Map<?, ?> && JSON.valueToTree(tree) instanceof ObjectNode template) {
            return template;
        }
        throw new TemplateException(List.of("It is not a mapping with Resources."));
    }

    private static final class LongForms extends SafeConstructor {
        LongForms() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new LongForm());
        }

        private final class LongForm extends AbstractConstruct {
            @Override
            public Object construct(Node node) {
                String name = node.getTag().getValue().substring(1);
                String key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
                return Map.of(key, argument(name, node));
            }

            private Object argument(String name, Node node) {
                if (node instanceof SequenceNode sequence) {
                    return constructSequence(sequence);
                }
                if (node instanceof MappingNode mapping) {
                    return constructMapping(mapping);
                }
                String text = ((ScalarNode) node).getValue();
                // A dot in GetAtt's short form parts resource and attribute.
                return name.equals("GetAtt") ? List.of(text.split("\\.", 2)) : text;
            }
        }
    }
}
