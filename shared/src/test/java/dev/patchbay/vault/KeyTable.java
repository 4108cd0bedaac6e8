package dev.patchbay.vault;

import dev.patchbay.aws.Item;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The table of workspace keys in memory: the newest or one version of a workspace, and puts that never replace. Every other
 * call is refused by the interface's own default.
 */
final class KeyTable implements DynamoDbClient {
    private final Map<String, Map<Integer, Map<String, AttributeValue>>> workspaces = new HashMap<>();
    private Optional<Runnable> beforeNextPut = Optional.empty();

    /** Runs another caller's change between the look-up and the next put. */
    void beforeNextPut(Runnable otherCaller) {
        beforeNextPut = Optional.of(otherCaller);
    }

    /** Deletes every key of every workspace. */
    void destroyAll() {
        workspaces.clear();
    }

    int keysOf(String workspace) {
        return workspaces.getOrDefault(workspace, Map.of()).size();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        Item asked = Item.of(request.expressionAttributeValues());
        Stream<Map.Entry<Integer, Map<String, AttributeValue>>> found =
                workspaces.getOrDefault(asked.text(":w"), Map.of()).entrySet().stream();
        if (asked.has(":v")) {
            found = found.filter(key -> key.getKey() == asked.number(":v"));
        }
        return QueryResponse.builder()
                .items(found.max(Comparator.comparing(Map.Entry::getKey)).map(Map.Entry::getValue).stream()
                        .toList())
                .build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        Optional<Runnable> otherCaller = beforeNextPut;
        beforeNextPut = Optional.empty();
        otherCaller.ifPresent(Runnable::run);
        Item item = Item.of(request.item());
        Map<Integer, Map<String, AttributeValue>> versions =
                workspaces.computeIfAbsent(item.text("workspace"), first -> new HashMap<>());
        if (versions.putIfAbsent((int) item.number("version"), item.values()) != null) {
            throw ConditionalCheckFailedException.builder()
                    .message("The conditional request failed")
                    .build();
        }
        return PutItemResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
