package dev.patchbay.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The sources that a catalogue file names, and the facts that they stand for. Only the build reads them: {@link ProviderYaml} skips them.
 * docs/adding-a-provider.md says what a fact is.
 */
final class CatalogSources {
    static final String UNVERIFIED = "unverified: ";

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Sections that must name a source of their own. The other ones share that of the section around them. */
    private static final List<String> SECTIONS =
            List.of("auth", "auth.tokenAnswer", "auth.revocation", "identity", "apiKey");

    /** Fields at the top that must be named in the source there. */
    private static final List<String> AT_TOP = List.of("baseUrl", "errors", "quotas", "notes");

    private static final Set<String> OUR_PATHS =
            Set.of("name", "title", "category", "lastVerified", "actions", "auth.app");

    /** What Patchbay says or decides, and what only describes a limit. */
    private static final Set<String> OURS =
            Set.of("source", "kind", "strategy", "message", "required", "what", "is", "metric", "window", "per");

    /**
     * One statement about a provider.
     *
     * @param vendor the OAuth app, which the products of one vendor share, or else the provider
     * @param source an {@code https} URL, or {@value #UNVERIFIED} and the reason
     */
    record Fact(String file, String vendor, String path, String value, String source) {
        boolean isUnverified() {
            return source.startsWith(UNVERIFIED);
        }

        /** The same for the same fact of another product of the vendor, and wherever it stands in a list. */
        String key() {
            return vendor + " " + path.replaceAll("\\[\\d+]", "") + " " + value;
        }
    }

    private final String file;
    private final JsonNode root;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    private CatalogSources(String file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** @throws CatalogException if a source is missing, is neither a URL nor a reason, or stands for no field */
    static CatalogSources read(String file, InputStream yaml) throws IOException {
        CatalogSources sources = new CatalogSources(file, YAML.readTree(yaml));
        sources.require();
        sources.walk(sources.root, "", Optional.empty());
        sources.sections.forEach(Section::requireUse);
        return sources;
    }

    /** Those of a provider of this repository. */
    static CatalogSources of(ProviderId provider) {
        String file = provider + ".yaml";
        try (InputStream yaml = Objects.requireNonNull(
                CatalogSources.class.getClassLoader().getResourceAsStream("providers/" + file))) {
            return read(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the file. */
    List<Fact> facts() {
        return List.copyOf(facts);
    }

    /** Every source by the section or field that it stands for, in the order of the file. */
    List<Map.Entry<String, String>> named() {
        return sections.stream().flatMap(section -> section.named().stream()).toList();
    }

    private void require() {
        for (String section : SECTIONS) {
            JsonNode node = root.at("/" + section.replace('.', '/'));
            ProviderRules.require(node.isMissingNode() || node.has("source"), file, section + ".source", "is missing");
        }
        for (String field : AT_TOP) {
            ProviderRules.require(
                    (root.path(field).isArray() && root.path(field).isEmpty())
                            || root.path("source").has(field),
                    file,
                    "source." + field,
                    "is missing");
        }
    }

    private void walk(JsonNode node, String path, Optional<Section> outer) {
        Optional<Section> section = node.has("source") ? Optional.of(section(node, path, outer)) : outer;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            String inner = path.isEmpty() ? name : path + "." + name;
            boolean ours = OURS.contains(name) || OUR_PATHS.contains(inner);
            if (!ours && !(name.equals("status") && saysMore(node))) {
                walkValue(field.getValue(), inner, section);
            }
        }
    }

    private void walkValue(JsonNode value, String path, Optional<Section> section) {
        if (value.isObject()) {
            walk(value, path, section);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                JsonNode element = value.path(i);
                if (element.isObject()) {
                    walk(element, path + "[" + i + "]", section);
                } else {
                    add(element, path + (path.equals("notes") ? "[" + i + "]" : "." + element.asText()), section);
                }
            }
        } else {
            add(value, path, section);
        }
    }

    /** Whether a rule of {@code errors} matches by more than the status. */
    private static boolean saysMore(JsonNode rule) {
        return !rule.path("body").isEmpty() || !rule.path("headers").isEmpty();
    }

    private void add(JsonNode value, String path, Optional<Section> section) {
        String vendor = root.at("/auth/app").asText(root.path("name").asText());
        String source = section.flatMap(found -> found.of(path))
                .orElseThrow(() -> new CatalogException(file, path, "has no source"));
        facts.add(new Fact(file, vendor, path, value.asText(), source));
    }

    private Section section(JsonNode node, String path, Optional<Section> outer) {
        Map<String, String> byField = new TreeMap<>();
        JsonNode source = node.path("source");
        if (source.isObject()) {
            source.properties().forEach(field -> byField.put(field.getKey(), checked(path, field)));
        } else {
            byField.put("rest", checked(path, Map.entry("", source)));
        }
        Section section = new Section(path, byField, outer);
        sections.add(section);
        return section;
    }

    private String checked(String path, Map.Entry<String, JsonNode> source) {
        String text = source.getValue().asText();
        ProviderRules.require(
                text.startsWith(UNVERIFIED) ? text.length() > UNVERIFIED.length() : isUrl(text),
                file,
                (path.isEmpty() ? "" : path + ".") + "source" + (source.getKey().isEmpty() ? "" : ".")
                        + source.getKey(),
                "must be an https URL, or \"unverified: \" and the reason");
        return text;
    }

    private static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return "https".equals(url.getScheme()) && url.getHost() != null;
        } catch (IllegalArgumentException notUri) {
            return false;
        }
    }

    /** A group of fields that names its source. Not thread-safe. */
    private final class Section {
        private final String path;
        private final Map<String, String> byField;
        private final Optional<Section> outer;
        private final Set<String> used = new HashSet<>();

        Section(String path, Map<String, String> byField, Optional<Section> outer) {
            this.path = path;
            this.byField = byField;
            this.outer = outer;
        }

        /** The source of a field: the closest that stands for it. */
        Optional<String> of(String field) {
            String inner = path.isEmpty() ? field : field.substring(path.length() + 1);
            Optional<String> name = byField.keySet().stream()
                    .filter(known ->
                            inner.equals(known) || inner.startsWith(known + ".") || inner.startsWith(known + "["))
                    .max(Comparator.comparingInt(String::length))
                    .or(() -> byField.containsKey("rest") ? Optional.of("rest") : Optional.empty());
            name.ifPresent(used::add);
            return name.map(byField::get).or(() -> outer.flatMap(around -> around.of(field)));
        }

        void requireUse() {
            byField.keySet()
                    .forEach(name -> ProviderRules.require(
                            used.contains(name),
                            file,
                            (path.isEmpty() ? "" : path + ".") + "source." + name,
                            "stands for no field"));
        }

        List<Map.Entry<String, String>> named() {
            return byField.entrySet().stream()
                    .map(source -> Map.entry(name(source.getKey()), source.getValue()))
                    .toList();
        }

        private String name(String field) {
            if (field.equals("rest")) {
                return path.isEmpty() ? "all else" : path;
            }
            return path.isEmpty() ? field : path + "." + field;
        }
    }
}
