package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EventBridge: buses, rules, targets and archives. Delivery is asynchronous and at least once; a target that refuses is tried three
 * times. Every published event can be read back. Thread-safe.
 */
public final class EventBusService implements AwsService.Operations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventBusService.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 3;
    private static final int MAX_ENTRIES = 10;
    private static final int MAX_BYTES = 256 * 1024;

    private final String region;
    private final String account;
    private final EventEnvelopes envelopes;
    private final EventTargets delivery;
    private final Map<String, EventBus> buses = new LinkedHashMap<>();
    private final Map<String, String> archives = new LinkedHashMap<>();
    private final List<PublishedEvent> published = new CopyOnWriteArrayList<>();
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();

    /** An event that was put on a bus, in EventBridge's envelope. */
    public record PublishedEvent(String bus, JsonNode event) {}

    public EventBusService(String region, String account, Clock clock, EventTargets delivery) {
        this.region = region;
        this.account = account;
        this.envelopes = new EventEnvelopes(region, account, clock);
        this.delivery = delivery;
        buses.put("default", new EventBus());
    }

    AwsService service() {
        return new AwsService.Answered("events", "AWSEvents", this);
    }

    /** All events so far, oldest first. */
    public List<PublishedEvent> published() {
        return List.copyOf(published);
    }

    @Override
    public synchronized JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreateEventBus" -> createBus(input.path("Name").asText());
            case "DescribeEventBus" -> describeBus(input.path("Name").asText("default"));
            case "ListEventBuses" -> listBuses();
            case "PutRule" -> putRule(input);
            case "ListRules" -> listRules(input);
            case "DeleteRule" -> deleteRule(input);
            case "PutTargets" -> putTargets(input);
            case "RemoveTargets" -> removeTargets(input);
            case "ListTargetsByRule" -> listTargets(input);
            case "PutEvents" -> putEvents(input);
            case "CreateArchive" -> createArchive(input);
            case "DescribeArchive" -> describeArchive(input.path("ArchiveName").asText());
            default -> throw AwsError.unknownOperation(operation);
        };
    }

    private JsonNode createBus(String name) {
        if (buses.putIfAbsent(name, new EventBus()) != null) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
        }
        return JSON.createObjectNode().put("EventBusArn", arn("event-bus/" + name));
    }

    private JsonNode describeBus(String nameOrArn) {
        String name = name(nameOrArn);
        bus(name);
        return JSON.createObjectNode().put("Name", name).put("Arn", arn("event-bus/" + name));
    }

    private JsonNode listBuses() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("EventBuses");
        buses.keySet().forEach(name -> list.addObject().put("Name", name).put("Arn", arn("event-bus/" + name)));
        return answer;
    }

    private JsonNode putRule(ObjectNode input) {
        String name = input.path("Name").asText();
        bus(input)
                .putRule(
                        name,
                        input.path("EventPattern").asText(),
                        !input.path("State").asText().equals("DISABLED"));
        return JSON.createObjectNode().put("RuleArn", arn("rule/" + name));
    }

    private JsonNode listRules(ObjectNode input) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("Rules");
        bus(input).describe().forEach((name, rule) -> list.add(rule.put("Arn", arn("rule/" + name))));
        return answer;
    }

    private JsonNode deleteRule(ObjectNode input) {
        bus(input).deleteRule(input.path("Name").asText());
        return JSON.createObjectNode();
    }

    private JsonNode putTargets(ObjectNode input) {
        for (JsonNode target : input.path("Targets")) {
            if (target instanceof ObjectNode object) {
                bus(input).putTarget(input.path("Rule").asText(), object);
            }
        }
        return noFailures("FailedEntryCount", "FailedEntries");
    }

    private JsonNode removeTargets(ObjectNode input) {
        input.path("Ids")
                .forEach(id -> bus(input).removeTarget(input.path("Rule").asText(), id.asText()));
        return noFailures("FailedEntryCount", "FailedEntries");
    }

    private JsonNode listTargets(ObjectNode input) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("Targets");
        bus(input).targets(input.path("Rule").asText()).values().forEach(list::add);
        return answer;
    }

    private static ObjectNode noFailures(String count, String entries) {
        ObjectNode answer = JSON.createObjectNode().put(count, 0);
        answer.putArray(entries);
        return answer;
    }

    private JsonNode putEvents(ObjectNode input) {
        JsonNode entries = input.path("Entries");
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw AwsError.invalid("Entries must have from 1 to " + MAX_ENTRIES + " members.");
        }
        if (entries.valueStream().mapToInt(EventEnvelopes::bytes).sum() >= MAX_BYTES) {
            throw AwsError.invalid("Total size of the entries in the request is over the limit.");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("Entries");
        int failed = 0;
        for (JsonNode entry : entries) {
            try {
                results.addObject().put("EventId", publish(entry));
            } catch (AwsError e) {
                failed++;
                results.addObject().put("ErrorCode", e.type()).put("ErrorMessage", e.getMessage());
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private String publish(JsonNode entry) {
        ObjectNode event = envelopes.of(entry);
        String busName = name(entry.path("EventBusName").asText("default"));
        // A bus that does not exist swallows the event, as EventBridge's does.
        EventBus bus = buses.get(busName);
        if (bus != null) {
            published.add(new PublishedEvent(busName, event));
            bus.match(event, this::deliver);
        }
        return event.path("id").asText();
    }

    private void deliver(EventTargets.EventTarget target, String event) {
        deliveries.execute(() -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    delivery.deliver(target, event);
                    return;
                } catch (RuntimeException e) {
                    if (attempt == ATTEMPTS || deliveries.isShutdown()) {
                        LOG.warn("An event was not delivered to {}: {}", target.arn(), e.getMessage());
                        return;
                    }
                }
            }
        });
    }

    private JsonNode createArchive(ObjectNode input) {
        String name = input.path("ArchiveName").asText();
        String source = input.path("EventSourceArn").asText();
        bus(name(source));
        if (archives.putIfAbsent(name, source) != null) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "Archive " + name + " already exists.");
        }
        return JSON.createObjectNode().put("ArchiveArn", arn("archive/" + name)).put("State", "ENABLED");
    }

    private JsonNode describeArchive(String name) {
        String source = archives.get(name);
        if (source == null) {
            throw AwsError.notFound("Archive " + name + " does not exist.");
        }
        String bus = name(source);
        return JSON.createObjectNode()
                .put("ArchiveName", name)
                .put("ArchiveArn", arn("archive/" + name))
                .put("EventSourceArn", source)
                .put("State", "ENABLED")
                .put(
                        "EventCount",
                        published.stream().filter(e -> e.bus().equals(bus)).count());
    }

    private EventBus bus(ObjectNode input) {
        return bus(name(input.path("EventBusName").asText("default")));
    }

    private EventBus bus(String name) {
        EventBus bus = buses.get(name);
        if (bus == null) {
            throw AwsError.notFound("Event bus " + name + " does not exist.");
        }
        return bus;
    }

    private static String name(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    private String arn(String resource) {
        return "arn:aws:events:" + region + ":" + account + ":" + resource;
    }

    @Override
    public void close() {
        deliveries.shutdown();
        try {
            if (!deliveries.awaitTermination(1, TimeUnit.SECONDS)) {
                deliveries.shutdownNow();
            }
        } catch (InterruptedException e) {
            deliveries.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
