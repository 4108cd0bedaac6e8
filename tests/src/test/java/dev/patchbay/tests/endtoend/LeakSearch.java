package dev.patchbay.tests.endtoend;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.Recording;
import dev.patchbay.local.template.TableResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks for secrets wherever the stack leaves data: in its tables, the events on its buses, its logs, and every request to AWS since
 * the search began. The requests matter most: they hold messages that were received and items that were deleted before the search.
 */
final class LeakSearch implements AutoCloseable {
    private final LocalCloud cloud;
    private final Recording recording;

    LeakSearch(LocalCloud cloud) {
        this.cloud = cloud;
        this.recording = cloud.requestLog().startRecording();
    }

    /** Data that the stack left at a place. One character is one byte. */
    record Trace(String where, String text) {}

    /** Everything that there is to search now. */
    List<Trace> traces() {
        List<Trace> traces = new ArrayList<>();
        recording
                .requests()
                .forEach(sent -> traces.add(new Trace(sent.request().action(), Disguises.unzipped(sent.body()))));
        cloud.publishedEvents()
                .forEach(published ->
                        traces.add(new Trace("event", published.event().toString())));
        cloud.functionLog().lines().forEach(line -> traces.add(new Trace("log of " + line.function(), line.text())));
        try (var clients = cloud.clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            for (TableResource table : cloud.stack().tables()) {
                dynamoDb.scanPaginator(scan -> scan.tableName(table.name()))
                        .items()
                        .forEach(item ->
                                traces.add(new Trace("table " + table.logicalId(), Disguises.unzipped(text(item)))));
            }
        }
        return traces;
    }

    /** The places where the secret is found in any of its {@link Disguises}. */
    static List<String> placesOf(String secret, Collection<Trace> traces) {
        return List.copyOf(placesOf(List.of(secret), traces).getOrDefault(secret, Set.of()));
    }

    /** The places of each secret that is found in any of its {@link Disguises}. */
    static Map<String, Set<String>> placesOf(Collection<String> secrets, Collection<Trace> traces) {
        SecretSearch search = new SecretSearch(secrets);
        Map<String, Set<String>> places = new LinkedHashMap<>();
        for (Trace trace : traces) {
            for (String secret : search.in(trace.text())) {
                places.computeIfAbsent(secret, missing -> new LinkedHashSet<>()).add(trace.where());
            }
        }
        return places;
    }

    /** Returns the item with binary attributes as raw bytes: the SDK's own text form would hide their content. */
    private static String text(Map<String, AttributeValue> item) {
        StringBuilder text = new StringBuilder(item.toString());
        item.values().stream()
                .filter(value -> value.b() != null)
                .forEach(value ->
                        text.append('\n').append(new String(value.b().asByteArray(), StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    @Override
    public void close() {
        recording.close();
    }
}
