package dev.patchbay.local.lambda;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Every line that functions print, in order of arrival, and in one file per function when there is a folder. Thread-safe. */
public final class FunctionLog implements AutoCloseable {
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, BufferedWriter> files = new ConcurrentHashMap<>();
    private final Optional<Path> folder;
    private final Clock clock;

    /** One line of one function, named by its logical id. */
    public record Line(Instant at, String function, String text) {}

    public FunctionLog(Optional<Path> folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** All lines so far. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The lines of one function. */
    public List<String> of(String function) {
        return lines.stream()
                .filter(line -> line.function().equals(function))
                .map(Line::text)
                .toList();
    }

    /** Passes each further line to the listener, on the thread that read it. */
    public void listen(Consumer<Line> listener) {
        listeners.add(listener);
    }

    void add(String function, String text) {
        Line line = new Line(Instant.now(clock), function, text);
        lines.add(line);
        listeners.forEach(listener -> listener.accept(line));
        folder.ifPresent(there -> write(there, line));
    }

    private synchronized void write(Path there, Line line) {
        try {
            BufferedWriter file = files.computeIfAbsent(line.function(), function -> open(there, function));
            file.write(line.text());
            file.newLine();
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The log of " + line.function() + " cannot be written.", e);
        }
    }

    private static BufferedWriter open(Path there, String function) {
        try {
            Files.createDirectories(there);
            return Files.newBufferedWriter(
                    there.resolve(function + ".log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The log of " + function + " cannot be opened.", e);
        }
    }

    @Override
    public synchronized void close() {
        for (BufferedWriter file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("A log cannot be closed.", e);
            }
        }
        files.clear();
    }
}
