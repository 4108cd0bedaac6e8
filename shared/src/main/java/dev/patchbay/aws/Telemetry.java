package dev.patchbay.aws;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Logs and metrics of one invocation, by Powertools: JSON lines that carry the ids set here, and embedded metrics.
 *
 * <p>Ids only: what is a secret has the type {@code Secret}, which prints nothing. Thread-safe, as Powertools is.
 */
public final class Telemetry {
    /** The same for every function: each value of a dimension makes another metric, which is paid for. */
    private static final String SERVICE = "patchbay";

    private Telemetry() {}

    /** Runs one invocation: correlation id on every line, nothing carried over to the next. */
    public static <T> T invocation(Context context, String correlationId, Supplier<T> body) {
        return PowertoolsLogging.withLogging(context, () -> {
            correlate(correlationId);
            try {
                return body.get();
            } finally {
                MDC.clear();
            }
        });
    }

    /** Runs a part of this invocation that another thread is given: its lines carry the ids that are set here, and its own. */
    public static <T> Callable<T> part(Callable<T> body) {
        Map<String, String> ids = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        return () -> {
            MDC.setContextMap(ids);
            try {
                return body.call();
            } finally {
                MDC.clear();
            }
        };
    }

    /** From here on the lines of this invocation carry another correlation id: that of the request which asked for this work. */
    public static void correlate(String correlationId) {
        MDC.put("correlation_id", correlationId);
    }

    /** Adds an id (workspace, connection, action, provider) to every further line of this invocation. */
    public static void identify(String name, String id) {
        MDC.put(name, id);
    }

    /**
     * Counts something under dimensions such as {@code Provider} and {@code Outcome}. Zero is not written: a metric is paid for by the hour in
     * which it is written.
     */
    public static void count(String metric, double amount, Map<String, String> dimensions) {
        if (amount != 0) {
            emit(metric, amount, MetricUnit.COUNT, dimensions);
        }
    }

    /** Records how long a call took. */
    public static void time(String metric, Duration taken, Map<String, String> dimensions) {
        emit(metric, taken.toNanos() / 1e6, MetricUnit.MILLISECONDS, dimensions);
    }

    private static void emit(String metric, double value, MetricUnit unit, Map<String, String> dimensions) {
        Metrics metrics = MetricsFactory.getMetricsInstance();
        DimensionSet set = new DimensionSet();
        set.addDimension("Service", SERVICE);
        dimensions.forEach(set::addDimension);
        String namespace = System.getenv().getOrDefault("POWERTOOLS_METRICS_NAMESPACE", "Patchbay");
        metrics.flushSingleMetric(metric, value, unit, namespace, set);
    }
}
