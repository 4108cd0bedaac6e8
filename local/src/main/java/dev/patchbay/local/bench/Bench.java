package dev.patchbay.local.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.bench.BenchTable.Row;
import dev.patchbay.local.template.FunctionResource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Measures every function of a stack of its own, through Lambda's runtime loop, and prints one line for each. */
public final class Bench {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int UNCOUNTED = 50;

    private final PrintWriter out;
    private final int jvms;
    private final int calls;

    /**
     * @param jvms how many fresh JVMs each function gets for its cold time
     * @param calls how many warm calls of each function are timed
     */
    public Bench(PrintWriter out, int jvms, int calls) {
        if (jvms < 1 || calls < 1) {
            throw new IllegalArgumentException("A bench needs at least one JVM and one call for each function.");
        }
        this.out = out;
        this.jvms = jvms;
        this.calls = calls;
    }

    /**
     * Starts a stack on free ports whose functions have no other callers, measures, and stops it.
     *
     * @throws IllegalStateException if a function does not do the work that is measured
     */
    public void run(LocalCloudSettings settings) {
        out.println(machine());
        out.println(
                "cold: JVM start to first answer, median of %d JVMs; warm: %d calls, after %d that do not count; runtime: %s"
                        .formatted(jvms, calls, UNCOUNTED, settings.functions().runtime()));
        if (Files.isDirectory(settings.project().resolve(".patchbay").resolve("aot"))) {
            out.println("Functions of which .patchbay/aot holds a cache start with it; delete that folder to measure"
                    + " without");
        }
        out.println();
        BenchTable.header().forEach(out::println);
        try (LocalCloud cloud = LocalCloud.start(
                settings.withPorts(LocalCloudSettings.Ports.FREE).withoutEventSources())) {
            BenchEvents events = new BenchEvents(cloud, settings.project().resolve("events"));
            for (FunctionResource function : cloud.stack().functions()) {
                out.println(BenchTable.line(measured(cloud, settings, events, function)));
                out.flush();
            }
        }
    }

    private Row measured(LocalCloud cloud, LocalCloudSettings settings, BenchEvents events, FunctionResource function) {
        Deque<String> waiting = new ArrayDeque<>(events.of(function, 1 + jvms + UNCOUNTED + calls));
        // Unpacks the code and warms up the services that the function calls.
        invoke(cloud, function, waiting.removeFirst());
        List<Duration> cold = new ArrayList<>();
        for (int i = 0; i < jvms; i++) {
            cloud.functions().kill(function.logicalId());
            cold.add(invoke(cloud, function, waiting.removeFirst()));
        }
        for (int i = 0; i < UNCOUNTED; i++) {
            invoke(cloud, function, waiting.removeFirst());
        }
        List<Duration> warm = new ArrayList<>();
        while (waiting.size() > 1) {
            warm.add(invoke(cloud, function, waiting.removeFirst()));
        }
        String last = waiting.removeFirst();
        warm.add(invoke(cloud, function, last));
        events.checkDone(last);
        cloud.functions().kill(function.logicalId());
        return new Row(service(function), zipBytes(settings, function), new Timings(cold), new Timings(warm));
    }

    private static Duration invoke(LocalCloud cloud, FunctionResource function, String event) {
        long start = System.nanoTime();
        String answer = cloud.invoke(function.logicalId(), event).orThrow();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        check(function, answer);
        return taken;
    }

    /** A refusal is quicker than the work, and must not pass for it. */
    private static void check(FunctionResource function, String answer) {
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(function.logicalId() + " answered with what is no JSON: " + answer, e);
        }
        boolean refused = json.path("statusCode").asInt() >= 400
                || !json.path("batchItemFailures").isEmpty()
                || json.at("/headers/Location").asText().contains("patchbay_error=");
        if (refused) {
            throw new IllegalStateException(
                    function.logicalId() + " did not do what it was to be measured for. It answered " + answer);
        }
    }

    private static String service(FunctionResource function) {
        return function.environment().getOrDefault("POWERTOOLS_SERVICE_NAME", function.logicalId());
    }

    private static long zipBytes(LocalCloudSettings settings, FunctionResource function) {
        try {
            return Files.size(settings.project().resolve(function.codeUri()));
        } catch (IOException e) {
            throw new UncheckedIOException(function.codeUri() + " cannot be read.", e);
        }
    }

    private static String machine() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d processors, %s %s, JDK %s, load before %.1f",
                system.getAvailableProcessors(),
                system.getName(),
                system.getArch(),
                Runtime.version(),
                system.getSystemLoadAverage());
    }
}
