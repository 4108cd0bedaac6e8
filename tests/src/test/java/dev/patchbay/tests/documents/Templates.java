package dev.patchbay.tests.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that describe the deployment: template.yaml and those that it nests. */
public final class Templates {
    private static final Pattern NESTED = Pattern.compile("TemplateURL: (\\S+)");

    private Templates() {}

    /** The files, relative to the project. */
    public static List<Path> files() {
        Stream<String> nested =
                NESTED.matcher(Project.read("template.yaml")).results().map((MatchResult found) -> found.group(1));
        return Stream.concat(Stream.of("template.yaml"), nested).map(Path::of).toList();
    }

    /** What they say, one after the other. */
    public static String text() {
        return files().stream().map(Project::read).collect(Collectors.joining("\n"));
    }

    /** Copies them to another folder. */
    public static void copy(Path folder) throws IOException {
        for (Path file : files()) {
            Files.copy(Project.ROOT.resolve(file), folder.resolve(file));
        }
    }
}
