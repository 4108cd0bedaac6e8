package dev.patchbay.tests.documents;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A repository with the files of this project as they are now, and what this build made put into a clone of it. */
final class BuiltClone {
    private static final Set<String> NO_SOURCES = Set.of(".git", ".patchbay", "target", "node_modules");

    private BuiltClone() {}

    /** A Git repository in this folder, with one commit. */
    static Path repository(Path folder) throws IOException, InterruptedException {
        Path repository = folder.resolve("repository");
        copy(Project.ROOT, repository, path -> !NO_SOURCES.contains(String.valueOf(path.getFileName())));
        git(repository, "init", "-q");
        git(repository, "add", "-A");
        git(repository, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "All");
        return repository;
    }

    /** Puts in place what the first build would make. */
    static void complete(Path clone) throws IOException {
        try (Stream<Path> functions = Files.list(Project.ROOT.resolve("functions"))) {
            for (Path function : functions.filter(Files::isDirectory).toList()) {
                Path zip = Path.of(
                        "functions", function.getFileName().toString(), "target", function.getFileName() + ".zip");
                if (Files.exists(Project.ROOT.resolve(zip))) {
                    copy(Project.ROOT.resolve(zip), clone.resolve(zip), path -> true);
                }
            }
        }
        for (String made : List.of("shared/target/classes", "local/target/classes", "local/target/classpath")) {
            copy(Project.ROOT.resolve(made), clone.resolve(made), path -> true);
        }
        Files.createDirectories(clone.resolve(".patchbay"));
        Files.createFile(clone.resolve(".patchbay/built"));
    }

    private static void copy(Path from, Path to, Predicate<Path> which) throws IOException {
        Files.createDirectories(to.getParent());
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!which.test(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // A worktree has a file of the name .git.
                if (which.test(file)) {
                    Path copy = file.equals(from)
                            ? to
                            : to.resolve(from.relativize(file).toString());
                    Files.copy(file, copy);
                    if (!copy.toFile().setExecutable(Files.isExecutable(file))) {
                        throw new IOException(copy + " cannot be made executable");
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = String.join("\n", git.inputReader().lines().toList());
        if (git.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + printed);
        }
    }
}
