package dev.patchbay.tests.documents;

import dev.patchbay.local.template.PhysicalIds;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of this project. */
public final class Project {
    static final Path ROOT = Path.of(System.getProperty("project.root"));

    private Project() {}

    public static String read(Path file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(String file) {
        return read(Path.of(file));
    }

    /** What the template describes. */
    static Stack stack() {
        Template template = Template.read(
                ROOT.resolve("template.yaml"),
                Map.of(
                        "JwtIssuer", "http://localhost/issuer",
                        "AppUrl", "http://localhost",
                        "AllowedOrigins", "http://localhost",
                        "MailSender", "hub@example.com"));
        return Stack.of(
                template,
                new PhysicalIds("documents", "us-east-1", "000000000000", URI.create("http://localhost"), Map.of()));
    }

    /** The files below a folder whose names end so, without what the build made, relative to the project. */
    public static List<Path> files(String folder, String ending) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.map(ROOT::relativize)
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
