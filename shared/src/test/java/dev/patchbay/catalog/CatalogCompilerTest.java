package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogCompilerTest {
    private static final Path FILES = Path.of("src/main/resources/providers");
    private static final ProviderCatalog CATALOG =
            new ProviderCatalog(CatalogCompilerTest.class.getClassLoader(), Map.of());

    @TempDir
    private Path folder = Path.of("");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().toList();
        }
    }

    /** A sample with the optional field that no file of ours uses. */
    private static final String RARE = SampleYaml.SAMPLE.replace("errors:\n", """
            errors:
              - status: [503]
                body: {}
                is: transient
                notAccepted: https://sample.example/docs
            """);

    @ParameterizedTest
    @MethodSource("files")
    void whatFunctionsReadIsWhatTheFileHolds(Path file) throws IOException {
        Provider provider = parsed(file);

        Provider read = CATALOG.get(provider.name());

        assertThat(read).isEqualTo(provider);
        // Maps are equal in any order, but parameters are sent, and rules tried, in that of the file.
        assertThat(read).hasToString(provider.toString());
    }

    /** Else the test above would not notice a field that the reader forgets. */
    @Test
    void everyOptionalFieldIsInSomeFile() throws IOException {
        Set<String> absent = new TreeSet<>();
        Set<String> present = new TreeSet<>();
        for (Path file : files()) {
            optionals(parsed(file), present, absent);
        }
        optionals(SampleYaml.read(RARE), present, absent);

        absent.removeAll(present);
        assertThat(absent).isEmpty();
    }

    @Test
    void rareFieldIsReadToo() throws IOException {
        write("sample.yaml", RARE);
        CatalogCompiler.compile(folder, folder.resolve("providers.json"));

        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            assertThat(new ProviderCatalog(classes, Map.of()).all()).containsExactly(SampleYaml.read(RARE));
        }
    }

    @Test
    void everyWrongFileIsNamedWithFieldAndWhatIsAllowed() throws IOException {
        write("one.yaml", SampleYaml.SAMPLE.replace("name: sample", "name: one").replace("pkce: S256", "pkce: plain"));
        write("sample.yaml", SampleYaml.SAMPLE);
        write(
                "two.yaml",
                SampleYaml.SAMPLE.replace("name: sample", "name: two").replace("title: Sample", "titel: Sample"));

        List<String> problems = CatalogCompiler.compile(folder, folder.resolve("providers.json"));

        assertThat(problems).hasSize(2);
        assertThat(problems.getFirst())
                .isEqualTo("one.yaml: auth.pkce: \"plain\" is not allowed; use one of S256, none");
        assertThat(problems.getLast()).isEqualTo("two.yaml: title: is missing");
        assertThat(folder.resolve("providers.json")).doesNotExist();
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve(name), yaml);
    }

    private static Provider parsed(Path file) throws IOException {
        try (InputStream yaml = Files.newInputStream(file)) {
            return ProviderYaml.read(String.valueOf(file.getFileName()), yaml);
        }
    }

    private static void optionals(Object value, Set<String> present, Set<String> absent) {
        switch (value) {
            case Record group -> {
                for (RecordComponent component : group.getClass().getRecordComponents()) {
                    Object field = read(component, group);
                    if (field instanceof Optional<?> optional) {
                        String name = group.getClass().getSimpleName() + "." + component.getName();
                        (optional.isPresent() ? present : absent).add(name);
                        optional.ifPresent(one -> optionals(one, present, absent));
                    } else {
                        optionals(field, present, absent);
                    }
                }
            }
            case Collection<?> all -> all.forEach(one -> optionals(one, present, absent));
            case Map<?, ?> all -> all.values().forEach(one -> optionals(one, present, absent));
            default -> {}
        }
    }

    private static Object read(RecordComponent component, Object group) {
        try {
            return component.getAccessor().invoke(group);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A record's accessor is public", e);
        }
    }
}
