package dev.patchbay.tests.refresh;

import dev.patchbay.connection.Connection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A worker in its own JVM, as in Lambda: it shares only the tables and the provider with the others. */
final class WorkerJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    /** @param settings environment variables of {@link RefreshingWorker} */
    WorkerJvm(Map<String, String> settings) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RefreshingWorker.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().putAll(settings);
        process = command.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Lets so many callers ask for the tokens of a connection at the same moment; what they got is read later. */
    void order(Instant now, Connection connection, int callers) throws IOException {
        orders.write("%s %s %s %d%n".formatted(now, connection.workspace(), connection.id(), callers));
        orders.flush();
    }

    /** What each caller of the last order got: the token, or what became of asking for it. */
    List<String> got(int callers) throws IOException {
        List<String> got = new ArrayList<>();
        while (got.size() < callers) {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("The worker's JVM ended");
            }
            if (line.startsWith(RefreshingWorker.MARK)) {
                got.add(line.substring(RefreshingWorker.MARK.length()));
            }
        }
        return got;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
