package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.event.PatchbayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Keeps the events that updates carry, and answers each update with one item. Nothing is stored and no condition is checked. */
public final class CapturingTable implements DynamoDbClient {
    private final Map<String, AttributeValue> item;
    private final List<String> events = new ArrayList<>();

    public CapturingTable(Item item) {
        this.item = Map.copyOf(item.values());
    }

    Map<String, AttributeValue> item() {
        return item;
    }

    public List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        String attribute = "#" + PatchbayEvent.ATTRIBUTE + " = ";
        String expression = request.updateExpression();
        if (expression.contains(attribute)) {
            String placeholder = expression.substring(expression.indexOf(attribute) + attribute.length())
                    .split("[, ]", 2)[0];
            events.add(Item.of(request.expressionAttributeValues()).text(placeholder));
        }
        return UpdateItemResponse.builder().attributes(item).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
