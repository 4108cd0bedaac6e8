package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class UpdateTest {
    private static final Item KEY = new Item().text("workspace", "acme").text("id", "1");

    @Test
    void attributesAreSetByPlaceholder() {
        UpdateItemRequest request = update().set(
                        new Item().text("state", "RUNNING").number("attempts", 2))
                .returningNothing();

        assertThat(request.updateExpression()).isEqualTo("SET #state = :v0, #attempts = :v1");
        assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#state", "state", "#attempts", "attempts"));
        assertThat(request.expressionAttributeValues())
                .isEqualTo(Map.of(":v0", AttributeValue.fromS("RUNNING"), ":v1", AttributeValue.fromN("2")));
    }

    @Test
    void tableAndKeyAreNamed() {
        UpdateItemRequest request = update().remove("a").returningNothing();

        assertThat(request.tableName()).isEqualTo("table");
        assertThat(request.key())
                .isEqualTo(Map.of("workspace", AttributeValue.fromS("acme"), "id", AttributeValue.fromS("1")));
    }

    @Test
    void absentNumberIncreasesFromZero() {
        UpdateItemRequest request = update().increase("fence", 3).returningNothing();

        assertThat(request.updateExpression()).isEqualTo("SET #fence = if_not_exists(#fence, :v0) + :v1");
        assertThat(request.expressionAttributeValues())
                .isEqualTo(Map.of(":v0", AttributeValue.fromN("0"), ":v1", AttributeValue.fromN("3")));
    }

    @Test
    void valueIsKeptWhereThereIsOne() {
        assertThat(update().setIfAbsent(new Item().number("connectedAt", 5))
                        .returningNothing()
                        .updateExpression())
                .isEqualTo("SET #connectedAt = if_not_exists(#connectedAt, :v0)");
    }

    @Test
    void setsAndRemovalsStandInTheirClauses() {
        UpdateItemRequest request =
                update().remove("a", "b").set(new Item().flag("c", true)).returningNothing();

        assertThat(request.updateExpression()).isEqualTo("SET #c = :v0 REMOVE #a, #b");
    }

    @Test
    void removalAloneHasNoValues() {
        UpdateItemRequest request = update().remove("a").returningNothing();

        assertThat(request.updateExpression()).isEqualTo("REMOVE #a");
        assertThat(request.hasExpressionAttributeValues()).isFalse();
        assertThat(request.conditionExpression()).isNull();
    }

    @Test
    void conditionsMustAllHold() {
        UpdateItemRequest request = update().remove("x")
                .whenExists("credential")
                .whenAbsent("deleted")
                .whenEqual(new Item().number("fence", 4).text("status", "CONNECTED"))
                .whenAbsentOrBelow("leaseUntil", 100)
                .whenAbsentOrAbove("warnedDays", 3)
                .returningNothing();

        assertThat(request.conditionExpression())
                .isEqualTo("attribute_exists(#credential) AND attribute_not_exists(#deleted) AND #fence = :v0"
                        + " AND #status = :v1 AND (attribute_not_exists(#leaseUntil) OR #leaseUntil < :v2)"
                        + " AND (attribute_not_exists(#warnedDays) OR #warnedDays > :v3)");
    }

    @Test
    void sameAttributeMayBeSetAndCompared() {
        UpdateItemRequest request = update().set(new Item().text("state", "RUNNING"))
                .whenEqual(new Item().text("state", "QUEUED"))
                .returningNothing();

        assertThat(request.updateExpression()).isEqualTo("SET #state = :v0");
        assertThat(request.conditionExpression()).isEqualTo("#state = :v1");
        assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#state", "state"));
    }

    @Test
    void failedConditionReturnsTheItem() {
        UpdateItemRequest request = update().remove("a").returningNew();

        assertThat(request.returnValues()).isEqualTo(ReturnValue.ALL_NEW);
        assertThat(request.returnValuesOnConditionCheckFailure())
                .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private static Update update() {
        return new Update("table", KEY);
    }
}
