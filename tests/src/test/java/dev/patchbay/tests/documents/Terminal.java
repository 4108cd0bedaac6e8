package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A shell that keeps its folder, variables and functions from one block of commands to the next. */
final class Terminal implements AutoCloseable {
    private static final int MOST_MINUTES = 5;

    private final Path scripts;
    private final Process shell;
    private final BufferedWriter input;
    private final BufferedReader output;

    /**
     * @param folder where it starts
     * @param scripts where it keeps its own files
     */
    Terminal(Path folder, Path scripts, Map<String, String> variables) throws IOException {
        this.scripts = scripts;
        ProcessBuilder bash = new ProcessBuilder("bash").directory(folder.toFile());
        bash.environment().putAll(variables);
        this.shell = bash.start();
        this.input = shell.outputWriter();
        this.output = shell.inputReader();
    }

    /** Runs the block and returns what it printed. Fails if its last command fails or if it does not end. */
    String run(String block) throws Exception {
        Path script = Files.createTempFile(scripts, "block", ".sh");
        Path printed = Files.createTempFile(scripts, "printed", ".txt");
        Files.writeString(script, block);
        input.write(". %s </dev/null >%s 2>&1; echo \"status $?\"\n".formatted(script, printed));
        input.flush();
        String status = CompletableFuture.supplyAsync(this::line).get(MOST_MINUTES, TimeUnit.MINUTES);
        String text = Files.readString(printed);
        assertThat(status).as("%s%nprinted%n%s", block, text).isEqualTo("status 0");
        return text;
    }

    private String line() {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
