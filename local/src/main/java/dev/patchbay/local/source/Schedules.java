package dev.patchbay.local.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs functions by the clock, and by hand. Thread-safe. */
public final class Schedules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Functions functions;
    private final Clock clock;

    private record Entry(String function, EventSource.Schedule schedule, Recurrence recurrence) {}

    private Schedules(List<FunctionResource> resources, Functions functions, Clock clock) {
        this.functions = functions;
        this.clock = clock;
        for (FunctionResource function : resources) {
            function.events(EventSource.Schedule.class)
                    .forEach(schedule -> entries.put(
                            schedule.name(),
                            new Entry(function.logicalId(), schedule, Recurrence.parse(schedule.expression()))));
        }
    }

    /** Starts the clocks of all enabled schedules. */
    public static Schedules start(List<FunctionResource> resources, Functions functions, Clock clock) {
        Schedules schedules = new Schedules(resources, functions, clock);
        schedules.entries.values().stream()
                .filter(entry -> entry.schedule().enabled())
                .forEach(schedules::run);
        return schedules;
    }

    private void run(Entry entry) {
        executor.execute(() -> {
            try {
                while (!executor.isShutdown()) {
                    ZonedDateTime now = Instant.now(clock).atZone(ZoneOffset.UTC);
                    // A thread of its own that waits for the schedule's next time.
                    Thread.sleep(Duration.between(now, entry.recurrence().after(now)));
                    if (fire(entry) instanceof InvocationResult.Failure failure) {
                        LOG.warn("{} failed on schedule: {}", entry.function(), failure.payload());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Runs one now, enabled or not, and waits for it: named by its event's name or its full name. */
    public InvocationResult fire(String name) {
        List<Entry> found = entries.values().stream()
                .filter(entry -> name.equals(entry.schedule().name())
                        || name.equals(entry.schedule().scheduleName()))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("There is %s schedule %s; there are %s."
                    .formatted(found.isEmpty() ? "no" : "more than one", name, String.join(", ", entries.keySet())));
        }
        return fire(found.getFirst());
    }

    private InvocationResult fire(Entry entry) {
        return functions.invoke(
                entry.function(), entry.schedule().input().orElseGet(() -> defaultEvent(entry.schedule())));
    }

    private String defaultEvent(EventSource.Schedule schedule) {
        ObjectNode event = new ObjectMapper()
                .createObjectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.scheduler")
                .put("account", "000000000000")
                .put("time", Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", "us-east-1");
        event.putArray("resources").add(schedule.scheduleName());
        event.put("detail", "{}");
        return event.toString();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
