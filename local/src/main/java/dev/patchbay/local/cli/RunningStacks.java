package dev.patchbay.local.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.aws.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The stacks that {@code ./patchbay local} runs for one project: a file for each, deleted when its process ends. */
record RunningStacks(Path folder) {
    /** Linux computes the start of a process from the time of boot, which moves as the clock is set. */
    private static final Duration CLOCK_CORRECTION = Duration.ofSeconds(10);

    static RunningStacks of(Path project) {
        return new RunningStacks(project.resolve(".patchbay").resolve("running"));
    }

    /** Names the AWS endpoint of this process's stack until the process ends. */
    void announce(URI aws) {
        ProcessHandle process = ProcessHandle.current();
        Path file = folder.resolve(process.pid() + ".json");
        new StateFile(Optional.of(file))
                .write(JsonNodeFactory.instance
                        .objectNode()
                        .put("pid", process.pid())
                        .put("started", started(process))
                        .put("aws", aws.toString()));
        file.toFile().deleteOnExit();
    }

    /** The AWS endpoints of those that run now. Deletes the files of processes that were killed. */
    List<URI> awsEndpoints() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> awsEndpoint(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read; name the stack with --aws-port.", e);
        }
    }

    private static Optional<URI> awsEndpoint(Path file) {
        ObjectNode state = new StateFile(Optional.of(file)).read();
        boolean runs = ProcessHandle.of(state.path("pid").asLong())
                .filter(ProcessHandle::isAlive)
                .filter(process -> startedAt(process, state.path("started").asText()))
                .isPresent();
        if (runs) {
            return Optional.of(URI.create(state.path("aws").asText()));
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is of a stack that no longer runs; delete it.", e);
        }
        return Optional.empty();
    }

    /** A process id is used again; together with the time of its start it names one process. */
    private static boolean startedAt(ProcessHandle process, String announced) {
        String started = started(process);
        return started.isEmpty()
                || announced.isEmpty()
                || Duration.between(Instant.parse(announced), Instant.parse(started))
                                .abs()
                                .compareTo(CLOCK_CORRECTION)
                        < 0;
    }

    /** Empty if the system does not report it. */
    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }
}
