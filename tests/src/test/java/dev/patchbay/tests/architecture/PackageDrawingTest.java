package dev.patchbay.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The drawing of the library's packages in docs/architecture.md is that of the compiled classes. {@code -Dpackages.drawing=write} renews
 * it.
 */
class PackageDrawingTest {
    private static final Path PAGE = AllModules.PROJECT.resolve("docs/architecture.md");
    private static final String BEGIN = "<!-- packages: drawn by PackageDrawingTest -->\n";
    private static final String END = "<!-- end of packages -->\n";

    @Test
    void drawingIsThatOfTheCompiledClasses() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if ("write".equals(System.getProperty("packages.drawing"))) {
            Files.writeString(PAGE, page.substring(0, from) + drawing() + page.substring(to));
            return;
        }

        assertThat(page.substring(from, to)).isEqualTo(drawing());
    }

    /** Each package with those that it imports, without the ones that it reaches through another. */
    private static String drawing() {
        Map<String, Set<String>> imports = imports();
        StringBuilder mermaid = new StringBuilder("```mermaid\nflowchart TD\n");
        imports.forEach((importing, imported) -> {
            Set<String> direct = new TreeSet<>(imported);
            imported.forEach(between -> direct.removeAll(reached(imports, between)));
            direct.forEach(one -> mermaid.append("  %s --> %s%n".formatted(importing, one)));
            if (direct.isEmpty()) {
                mermaid.append("  %s%n".formatted(importing));
            }
        });
        return mermaid.append("```\n").toString();
    }

    private static Set<String> reached(Map<String, Set<String>> imports, String from) {
        Set<String> reached = new TreeSet<>(imports.getOrDefault(from, Set.of()));
        Set.copyOf(reached).forEach(next -> reached.addAll(reached(imports, next)));
        return reached;
    }

    private static Map<String, Set<String>> imports() {
        return AllModules.CLASSES.stream()
                .filter(aClass -> library(aClass).isPresent())
                .collect(Collectors.groupingBy(
                        aClass -> library(aClass).orElseThrow(),
                        TreeMap::new,
                        Collectors.flatMapping(
                                aClass -> aClass.getDirectDependenciesFromSelf().stream()
                                        .map(Dependency::getTargetClass)
                                        .map(JavaClass::getBaseComponentType)
                                        .flatMap(target -> library(target).stream())
                                        .filter(name ->
                                                !name.equals(library(aClass).orElseThrow())),
                                Collectors.toCollection(TreeSet::new))));
    }

    /** The package of the library that a class belongs to; empty: it is one of a function's, of the local stack's or none of Patchbay's. */
    private static Optional<String> library(JavaClass aClass) {
        return Optional.of(aClass.getPackageName())
                .filter(name -> name.startsWith("dev.patchbay."))
                .map(name -> name.substring("dev.patchbay.".length()).split("\\.", 2)[0])
                .filter(name -> !Set.of("functions", "local").contains(name));
    }
}
