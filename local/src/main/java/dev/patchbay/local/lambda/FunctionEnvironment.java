package dev.patchbay.local.lambda;

import dev.patchbay.local.lambda.InvocationResult.Failure;
import dev.patchbay.local.lambda.RuntimeSession.Invocation;
import dev.patchbay.local.template.FunctionResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One JVM that runs one function, one event at a time. Ends when it crashes or overruns. */
final class FunctionEnvironment implements AutoCloseable {
    /** Lambda allows 10 s on its own processors; here many JVMs may start together on few. */
    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);

    /** Writing a cache takes seconds; on a busy machine more. */
    private static final Duration RECORDING_LIMIT = Duration.ofSeconds(90);

    private final FunctionResource function;
    private final RuntimeSession session;
    private final Process process;
    private final Optional<AotCaches.Recording> recording;
    private final Runnable onClose;
    private final Clock clock;
    private final CompletableFuture<Failure> exit;
    private volatile boolean closed;

    private FunctionEnvironment(
            FunctionResource function,
            RuntimeSession session,
            Process process,
            Optional<AotCaches.Recording> recording,
            Runnable onClose,
            Clock clock,
            FunctionLog log) {
        this.function = function;
        this.session = session;
        this.process = process;
        this.recording = recording;
        this.onClose = onClose;
        this.clock = clock;
        this.exit = process.onExit().thenApply(ended -> exitFailure(ended.exitValue()));
        Thread.ofPlatform()
                .daemon()
                .name("log of " + function.logicalId())
                .start(() -> copyLog(process.inputReader(StandardCharsets.UTF_8), log));
    }

    static FunctionEnvironment start(
            FunctionResource function,
            ProcessBuilder command,
            RuntimeSession session,
            Optional<AotCaches.Recording> recording,
            Runnable onClose,
            Clock clock,
            FunctionLog log) {
        try {
            return new FunctionEnvironment(
                    function, session, command.redirectErrorStream(true).start(), recording, onClose, clock, log);
        } catch (IOException e) {
            recording.ifPresent(AotCaches.Recording::abandon);
            throw new IllegalStateException(
                    "No JVM can be started for " + function.logicalId() + ": " + e.getMessage(), e);
        }
    }

    boolean alive() {
        return !closed && process.isAlive();
    }

    /** Runs one event. Not to be called again before it returns. */
    InvocationResult invoke(String event) throws InterruptedException {
        Optional<Failure> notReady = awaitInit();
        if (notReady.isPresent()) {
            close();
            return notReady.get();
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        session.submit(new Invocation(id, event, Instant.now(clock).plus(function.timeout()), trace(), result));
        try {
            return (InvocationResult)
                    CompletableFuture.anyOf(result, exit).get(function.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            close();
            double seconds = function.timeout().toMillis() / 1000.0;
            return failure(
                    "Sandbox.Timedout",
                    String.format(Locale.ROOT, "RequestId: %s Error: Task timed out after %.2f seconds", id, seconds));
        } catch (ExecutionException e) {
            throw new IllegalStateException("An invocation ended without a result.", e);
        }
    }

    private Optional<Failure> awaitInit() throws InterruptedException {
        try {
            Object first = CompletableFuture.anyOf(session.ready(), session.initError(), exit)
                    .get(INIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return first instanceof Failure failure ? Optional.of(failure) : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(
                    failure("Sandbox.Timedout", "Initialization took longer than " + INIT_LIMIT.toSeconds() + " s"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("An initialization ended without a result.", e);
        }
    }

    private static Failure exitFailure(int status) {
        return failure("Runtime.ExitError", "Error: Runtime exited with error: exit status " + status);
    }

    private static Failure failure(String type, String message) {
        return new Failure(type, "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}");
    }

    /** As X-Ray writes it: a version, the time in hexadecimal seconds, 96 random bits. */
    private String trace() {
        String random = UUID.randomUUID().toString().replace("-", "");
        return String.format(
                Locale.ROOT,
                "Root=1-%08x-%s;Parent=%s;Sampled=0",
                Instant.now(clock).getEpochSecond(),
                random.substring(0, 24),
                random.substring(16));
    }

    private void copyLog(BufferedReader reader, FunctionLog log) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(function.logicalId(), line);
            }
        } catch (IOException e) {
            // The stream breaks when the process is killed; what it said before is kept.
            log.add(function.logicalId(), "(end of log: " + e.getMessage() + ")");
        }
    }

    /** Ends it as the stack does when it stops: one that records a cache writes it first. */
    void stop() {
        if (recording.isEmpty() || !alive()) {
            close();
            return;
        }
        closed = true;
        // Asked to end, the JVM writes what it recorded before it does. Its handle leaves its streams open, unlike
        // Process.destroy:
        // without them it could not write its messages, and would stop.
        process.toHandle().destroy();
        try {
            if (process.waitFor(RECORDING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                recording.get().finish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
        recording.ifPresent(AotCaches.Recording::abandon);
        onClose.run();
    }
}
