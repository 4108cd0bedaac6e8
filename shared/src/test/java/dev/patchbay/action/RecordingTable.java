package dev.patchbay.action;

import dev.patchbay.aws.Item;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Accepts every update and remembers which actions were updated. Every other call is refused by the interface's own default. */
final class RecordingTable implements DynamoDbClient {
    private final List<String> updated = new ArrayList<>();

    List<String> updated() {
        return List.copyOf(updated);
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        updated.add(Item.of(request.key()).text("id"));
        return UpdateItemResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
