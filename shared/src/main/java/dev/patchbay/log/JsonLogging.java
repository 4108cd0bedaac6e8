package dev.patchbay.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * How functions log: one JSON line for each event, on standard output. Logback finds this class on the class path and looks for no file,
 * which is most of what it does at a start otherwise.
 *
 * <p>The level is {@code POWERTOOLS_LOG_LEVEL}, else Lambda's own {@code AWS_LAMBDA_LOG_LEVEL}, else INFO; a value that is no level counts
 * as INFO. A library's lines below WARN are never printed: with DEBUG, the AWS SDK prints signed requests and Slack's client whole bodies.
 */
public final class JsonLogging extends ContextAwareBase implements Configurator {
    private static final String OURS = "dev.patchbay";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // Kept from the start: a rehearsal replaces standard output to silence metrics, and its log lines must still
        // appear.
        configure(context, System.getenv(), System.out);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LoggerContext context, Map<String, String> environment, OutputStream out) {
        LogLine line = new LogLine();
        line.setContext(context);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(line);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("json");
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();

        Level level = level(environment);
        Logger all = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        all.addAppender(appender);
        all.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger(OURS).setLevel(level);
    }

    private static Level level(Map<String, String> environment) {
        String name = Optional.ofNullable(environment.get("POWERTOOLS_LOG_LEVEL"))
                .or(() -> Optional.ofNullable(environment.get("AWS_LAMBDA_LOG_LEVEL")))
                .orElse("INFO");
        return Level.toLevel(name.equalsIgnoreCase("FATAL") ? "ERROR" : name, Level.INFO);
    }
}
