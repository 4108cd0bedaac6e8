package dev.patchbay.tests.documents;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A terminal in which a stack runs until it is stopped. */
final class StackInTerminal {
    private static final int MOST_MINUTES = 10;

    private final Process process;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private StackInTerminal(Process process) {
        this.process = process;
    }

    /** Runs the command that starts a stack and returns when the stack is ready. */
    static StackInTerminal start(Path folder, String command) throws Exception {
        StackInTerminal stack = new StackInTerminal(new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start());
        Thread.ofVirtual().start(stack::read);
        if (!stack.ready.get(MOST_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("The stack did not start: " + stack.printed());
        }
        return stack;
    }

    String printed() {
        return String.join("\n", lines);
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("ready ")) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.complete(false);
        }
    }

    /** What Ctrl-C does, by the signal that no parent process can have switched off. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("The stack did not stop: " + printed());
        }
    }
}
