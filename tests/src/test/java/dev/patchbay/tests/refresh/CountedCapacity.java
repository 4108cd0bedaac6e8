package dev.patchbay.tests.refresh;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Counts requests by operation, and the capacity that DynamoDB reports as consumed. Thread-safe. */
final class CountedCapacity implements ExecutionInterceptor {
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final DoubleAdder readUnits = new DoubleAdder();
    private final DoubleAdder writeUnits = new DoubleAdder();

    <B extends AwsClientBuilder<B, ?>> B of(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    /** By operation, such as {@code GetItem}. */
    Map<String, Integer> requests() {
        return new TreeMap<>(requests);
    }

    int requests(String operation) {
        return requests.getOrDefault(operation, 0);
    }

    double readUnits() {
        return readUnits.sum();
    }

    double writeUnits() {
        return writeUnits.sum();
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
        return switch (context.request()) {
            case GetItemRequest get -> get.copy(change -> change.returnConsumedCapacity(total));
            case BatchGetItemRequest get -> get.copy(change -> change.returnConsumedCapacity(total));
            case QueryRequest query -> query.copy(change -> change.returnConsumedCapacity(total));
            case UpdateItemRequest update -> update.copy(change -> change.returnConsumedCapacity(total));
            case TransactWriteItemsRequest write -> write.copy(change -> change.returnConsumedCapacity(total));
            case SdkRequest other -> other;
        };
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String request = context.request().getClass().getSimpleName();
        requests.merge(request.substring(0, request.length() - "Request".length()), 1, Integer::sum);
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        switch (context.response()) {
            case GetItemResponse get -> readUnits.add(units(get.consumedCapacity()));
            case QueryResponse query -> readUnits.add(units(query.consumedCapacity()));
            case BatchGetItemResponse get -> get.consumedCapacity().forEach(table -> readUnits.add(units(table)));
            case UpdateItemResponse update -> writeUnits.add(units(update.consumedCapacity()));
            case TransactWriteItemsResponse write ->
                write.consumedCapacity().forEach(table -> writeUnits.add(units(table)));
            default -> {}
        }
    }

    private static double units(ConsumedCapacity consumed) {
        return consumed.capacityUnits();
    }
}
