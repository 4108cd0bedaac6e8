package dev.patchbay.log;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One logger: asks whether a line is wanted, and fills its message in. */
final class JsonLogger extends LegacyAbstractLogger {
    @Serial
    private static final long serialVersionUID = 1L;

    // SLF4J's loggers are serializable by their name alone.
    private final transient JsonLoggers loggers;

    JsonLogger(String name, JsonLoggers loggers) {
        this.name = name;
        this.loggers = loggers;
    }

    @Override
    public boolean isTraceEnabled() {
        return loggers.wants(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return loggers.wants(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return loggers.wants(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return loggers.wants(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return loggers.wants(name, Level.ERROR);
    }

    /** No line shows where it was logged. */
    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        loggers.log(name, level, String.valueOf(MessageFormatter.basicArrayFormat(message, arguments)), thrown);
    }
}
