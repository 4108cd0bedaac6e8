package dev.patchbay.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled main classes of every module. */
final class AllModules {
    static final Path PROJECT = Path.of(System.getProperty("project.root"));
    static final JavaClasses CLASSES = new ClassFileImporter().importPaths(folders());

    private AllModules() {}

    private static List<Path> folders() {
        try (Stream<Path> functions = Files.list(PROJECT.resolve("functions"))) {
            return Stream.concat(
                            Stream.of("rehearsal", "shared", "microsoft", "local")
                                    .map(PROJECT::resolve),
                            functions)
                    .map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
