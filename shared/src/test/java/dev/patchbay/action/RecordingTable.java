package dev.patchbay.action;

import dev.patchbay.aws.Item;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Accepts every update and remembers them. Every other call is refused by the interface's own default. */
final class RecordingTable implements DynamoDbClient {
    private final List<UpdateItemRequest> requests = new ArrayList<>();

    List<UpdateItemRequest> requests() {
        return List.copyOf(requests);
    }

    /** The ids of the actions that were updated. */
    List<String> updated() {
        return requests.stream()
                .map(request -> Item.of(request.key()).text("id"))
                .toList();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        requests.add(request);
        return UpdateItemResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
