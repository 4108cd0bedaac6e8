package dev.patchbay.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One conditional {@code UpdateItem}, put together by name so that reserved words and placeholders never show. On a failed
 * condition DynamoDB returns the item as it stands. Not thread-safe.
 */
public final class Update {
    private final UpdateItemRequest.Builder request;
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    public Update(String table, Item key) {
        this.request = UpdateItemRequest.builder().tableName(table).key(key.values());
    }

    /** Sets every attribute of the item. */
    public Update set(Item item) {
        item.forEach((name, value) -> sets.add(name(name) + " = " + value(value)));
        return this;
    }

    /** Sets every attribute of the item, and removes those of these that it has not. */
    public Update replace(Item item, List<String> attributes) {
        set(item);
        for (String attribute : attributes) {
            if (!item.has(attribute)) {
                remove(attribute);
            }
        }
        return this;
    }

    /** Adds to a number that counts as 0 when absent. */
    public Update increase(String attribute, long by) {
        return increase(attribute, 0, by);
    }

    /** Adds to a number that counts as {@code from} when absent. */
    public Update increase(String attribute, long from, long by) {
        String name = name(attribute);
        sets.add(name + " = if_not_exists(" + name + ", " + value(AttributeValue.fromN(Long.toString(from))) + ") + "
                + value(AttributeValue.fromN(Long.toString(by))));
        return this;
    }

    /** Sets an attribute only where the item has none yet. */
    public Update setIfAbsent(Item item) {
        item.forEach((attribute, value) -> {
            String name = name(attribute);
            sets.add(name + " = if_not_exists(" + name + ", " + value(value) + ")");
        });
        return this;
    }

    /** Gives an attribute another name, with the value that it has then. */
    public Update rename(String attribute, String to) {
        sets.add(name(to) + " = " + name(attribute));
        return remove(attribute);
    }

    public Update remove(String... attributes) {
        return remove(List.of(attributes));
    }

    public Update remove(List<String> attributes) {
        attributes.forEach(attribute -> removes.add(name(attribute)));
        return this;
    }

    public Update whenExists(String attribute) {
        conditions.add("attribute_exists(" + name(attribute) + ")");
        return this;
    }

    public Update whenAbsent(String attribute) {
        conditions.add("attribute_not_exists(" + name(attribute) + ")");
        return this;
    }

    /** Requires each attribute of the item to be equal. */
    public Update whenEqual(Item item) {
        item.forEach((name, value) -> conditions.add(name(name) + " = " + value(value)));
        return this;
    }

    /** Requires a number to be absent or below the bound. */
    public Update whenAbsentOrBelow(String attribute, long bound) {
        String name = name(attribute);
        conditions.add("(attribute_not_exists(" + name + ") OR " + name + " < "
                + value(AttributeValue.fromN(Long.toString(bound))) + ")");
        return this;
    }

    /** Requires a number to be absent or above the bound. */
    public Update whenAbsentOrAbove(String attribute, long bound) {
        String name = name(attribute);
        conditions.add("(attribute_not_exists(" + name + ") OR " + name + " > "
                + value(AttributeValue.fromN(Long.toString(bound))) + ")");
        return this;
    }

    /** The request, returning the item as it is after the update. */
    public UpdateItemRequest returningNew() {
        return build(ReturnValue.ALL_NEW);
    }

    /** The request, returning nothing of the item. */
    public UpdateItemRequest returningNothing() {
        return build(ReturnValue.NONE);
    }

    /** The same as a part of a transaction. */
    public TransactWriteItem inTransaction() {
        UpdateItemRequest whole = build(ReturnValue.NONE);
        return TransactWriteItem.builder()
                .update(part -> part.tableName(whole.tableName())
                        .key(whole.key())
                        .updateExpression(whole.updateExpression())
                        .conditionExpression(whole.conditionExpression())
                        .expressionAttributeNames(whole.expressionAttributeNames())
                        .expressionAttributeValues(whole.expressionAttributeValues()))
                .build();
    }

    private UpdateItemRequest build(ReturnValue returned) {
        List<String> clauses = new ArrayList<>();
        if (!sets.isEmpty()) {
            clauses.add("SET " + String.join(", ", sets));
        }
        if (!removes.isEmpty()) {
            clauses.add("REMOVE " + String.join(", ", removes));
        }
        request.updateExpression(String.join(" ", clauses))
                .expressionAttributeNames(names)
                .returnValues(returned)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        ifAny(values.isEmpty(), builder -> builder.expressionAttributeValues(values));
        ifAny(conditions.isEmpty(), builder -> builder.conditionExpression(String.join(" AND ", conditions)));
        return request.build();
    }

    private void ifAny(boolean none, Consumer<UpdateItemRequest.Builder> change) {
        if (!none) {
            change.accept(request);
        }
    }

    private String name(String attribute) {
        String placeholder = "#" + attribute;
        names.put(placeholder, attribute);
        return placeholder;
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
