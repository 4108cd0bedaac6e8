package dev.patchbay.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The loggers by name, which share one level and one stream. A library's lines below WARN are left out unless the level is DEBUG or TRACE:
 * they are about the library. Thread-safe.
 */
public final class JsonLoggers implements ILoggerFactory {
    private static final String OURS = "dev.patchbay.";

    private final Level level;
    private final ThreadIds ids;
    private final PrintStream out;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    JsonLoggers(Level level, ThreadIds ids, PrintStream out) {
        this.level = level;
        this.ids = ids;
        this.out = out;
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, unknown -> new JsonLogger(unknown, this));
    }

    /**
     * Shows every further line from INFO on to a listener as well, whatever the level, on the thread that logs.
     *
     * @return ends it
     */
    public Runnable listen(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    boolean prints(String logger, Level one) {
        Level least = logger.startsWith(OURS) || level.toInt() < Level.INFO.toInt() || level == Level.ERROR
                ? level
                : Level.WARN;
        return one.toInt() >= least.toInt();
    }

    boolean wants(String logger, Level one) {
        return prints(logger, one) || (one.toInt() >= Level.INFO.toInt() && !listeners.isEmpty());
    }

    void log(String logger, Level one, String message, @Nullable Throwable thrown) {
        String line = LogLine.of(Instant.now(), one, message, ids.all(), thrown);
        listeners.forEach(listener -> listener.accept(line));
        if (prints(logger, one)) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (out) {
                out.write(bytes, 0, bytes.length);
                out.flush();
            }
        }
    }
}
