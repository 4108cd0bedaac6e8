package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes one JSON file of the catalogue's YAML files. The build runs it: a function that starts reads JSON that was checked before, instead
 * of YAML that it checks itself. {@link CompiledProvider} reads what this writes.
 */
public final class CatalogCompiler {
    private static final String YAML = ".yaml";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .annotationIntrospector(new ConstantNames())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(JsonPointer.class, ToStringSerializer.instance)
                    .addSerializer(UrlTemplate.class, ToStringSerializer.instance)
                    .addSerializer(Period.class, ToStringSerializer.instance))
            .enable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private CatalogCompiler() {}

    /**
     * Compiles the files; prints a line for each wrong file and exits with status 1 if there is one.
     *
     * @param arguments the folder with the YAML files, and the JSON file to be written
     */
    public static void main(String[] arguments) throws IOException {
        List<String> problems = compile(Path.of(arguments[0]), Path.of(arguments[1]));
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            System.exit(1);
        }
    }

    /**
     * Compiles a folder.
     *
     * @return for each wrong file, the file, the field and the allowed values; nothing is written if there is one
     */
    public static List<String> compile(Path folder, Path json) throws IOException {
        Map<String, Provider> providers = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = String.valueOf(file.getFileName());
            try (InputStream yaml = Files.newInputStream(file)) {
                providers.put(name.substring(0, name.length() - YAML.length()), ProviderYaml.read(name, yaml));
            } catch (CatalogException wrong) {
                problems.add(String.valueOf(wrong.getMessage()));
            }
        }
        if (problems.isEmpty()) {
            Files.createDirectories(json.toAbsolutePath().getParent());
            Files.write(json, JSON.writeValueAsBytes(providers));
        }
        return problems;
    }

    /** A provider as its file is compiled. */
    static JsonNode compiled(Provider provider) {
        return JSON.valueToTree(provider);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(YAML))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    /** Writes constants by their names in Java, which are read without looking at annotations. */
    private static final class ConstantNames extends JacksonAnnotationIntrospector {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                names[i] = constants[i].name();
            }
            return names;
        }
    }
}
