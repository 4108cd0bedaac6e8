package dev.patchbay.tests.integration;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Fails a test that writes an item whose TTL is over by the real clock. DynamoDB deletes such an item at any moment, so that the test fails
 * from some day on, and only at times. The AWS SDK adds it to every DynamoDB client whose class path holds the tests, by the resource
 * {@code software/amazon/awssdk/services/dynamodb/execution.interceptors}. Stateless.
 */
public final class UnexpiredItems implements ExecutionInterceptor {
    /** The TTL attribute of every table of template.yaml. */
    static final String TTL = "expiresAt";

    private record Written(String table, Instant expires) {}

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        Instant now = Instant.now();
        written(context.request())
                .filter(written -> written.expires().isBefore(now))
                .findFirst()
                .ifPresent(expired -> {
                    throw new AssertionError(
                            "The test writes an item into %s that expired at %s: DynamoDB deletes it at any moment. Use a MovableClock, which starts in the far future, and advance it where the item must be expired."
                                    .formatted(expired.table(), expired.expires()));
                });
    }

    private static Stream<Written> written(SdkRequest request) {
        return switch (request) {
            case PutItemRequest put -> put(put.tableName(), put.item()).stream();
            case UpdateItemRequest update ->
                set(
                        update.tableName(),
                        update.updateExpression(),
                        update.expressionAttributeNames(),
                        update.expressionAttributeValues());
            case TransactWriteItemsRequest all -> all.transactItems().stream().flatMap(UnexpiredItems::written);
            case BatchWriteItemRequest all ->
                all.requestItems().entrySet().stream()
                        .flatMap(table -> table.getValue().stream()
                                .filter(write -> write.putRequest() != null)
                                .flatMap(write ->
                                        put(table.getKey(), write.putRequest().item()).stream()));
            default -> Stream.empty();
        };
    }

    private static Stream<Written> written(TransactWriteItem item) {
        if (item.put() != null) {
            return put(item.put().tableName(), item.put().item()).stream();
        }
        return item.update() == null
                ? Stream.empty()
                : set(
                        item.update().tableName(),
                        item.update().updateExpression(),
                        item.update().expressionAttributeNames(),
                        item.update().expressionAttributeValues());
    }

    private static Optional<Written> put(String table, Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get(TTL)).map(ttl -> written(table, ttl));
    }

    /** The values that an update expression sets it to, whichever placeholder it has. */
    private static Stream<Written> set(
            String table, String expression, Map<String, String> names, Map<String, AttributeValue> values) {
        String name = names.entrySet().stream()
                .filter(placeholder -> placeholder.getValue().equals(TTL))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(TTL);
        String quoted = Pattern.quote(name);
        return Pattern.compile(quoted + "\\s*=\\s*(?:if_not_exists\\(" + quoted + "\\s*,\\s*)?(:\\w+)")
                .matcher(expression == null ? "" : expression)
                .results()
                .map(result -> result.group(1))
                .flatMap(value -> Optional.ofNullable(values.get(value)).stream())
                .map(ttl -> written(table, ttl));
    }

    private static Written written(String table, AttributeValue ttl) {
        return new Written(table, Instant.ofEpochSecond(Long.parseLong(ttl.n())));
    }
}
