package dev.patchbay.log;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What SLF4J finds on the class path of a function. The level is {@code POWERTOOLS_LOG_LEVEL}, else Lambda's own {@code
 * AWS_LAMBDA_LOG_LEVEL}, else INFO; a value that is no level counts as INFO.
 */
public final class JsonLogProvider implements SLF4JServiceProvider {
    private final ThreadIds ids = new ThreadIds();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    // Kept from the start: a rehearsal replaces standard output to silence metrics, and its log lines must still
    // appear.
    private final JsonLoggers loggers = new JsonLoggers(level(System.getenv()), ids, System.out);

    static Level level(Map<String, String> environment) {
        String name = Optional.ofNullable(environment.get("POWERTOOLS_LOG_LEVEL"))
                .or(() -> Optional.ofNullable(environment.get("AWS_LAMBDA_LOG_LEVEL")))
                .orElse("INFO")
                .toUpperCase(Locale.ROOT);
        return Stream.of(Level.values())
                .filter(level -> level.name().equals(name.equals("FATAL") ? "ERROR" : name))
                .findFirst()
                .orElse(Level.INFO);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return ids;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    /** Nothing is left to do: everything is made by the constructor. */
    @Override
    public void initialize() {}
}
