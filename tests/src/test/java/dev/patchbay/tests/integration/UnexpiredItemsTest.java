package dev.patchbay.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.local.template.TableResource;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

@ExtendWith(AwsUnderTest.class)
class UnexpiredItemsTest {
    private static final Instant PAST = Instant.parse("2026-11-20T12:10:00Z");

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Aws aws;

    UnexpiredItemsTest(Aws aws) {
        this.aws = aws;
        dynamoDb = aws.clients().dynamoDb();
        table = aws.table("OAuthStatesTable");
    }

    /** One way to write an item that expires then. */
    interface Write {
        void to(DynamoDbClient dynamoDb, String table, Instant expires);
    }

    static Stream<Named<Write>> writes() {
        return Stream.of(
                Named.of(
                        "PutItem",
                        (client, table, expires) -> client.putItem(
                                put -> put.tableName(table).item(item(expires).values()))),
                Named.of(
                        "UpdateItem",
                        (client, table, expires) ->
                                client.updateItem(update(table, expires).returningNothing())),
                Named.of(
                        "UpdateItem, if absent",
                        (client, table, expires) -> client.updateItem(new Update(table, key())
                                .setIfAbsent(new Item().expires(expires))
                                .returningNothing())),
                Named.of(
                        "TransactWriteItems, update",
                        (client, table, expires) -> client.transactWriteItems(
                                all -> all.transactItems(update(table, expires).inTransaction()))),
                Named.of(
                        "TransactWriteItems, put",
                        (client, table, expires) ->
                                client.transactWriteItems(all -> all.transactItems(TransactWriteItem.builder()
                                        .put(put -> put.tableName(table)
                                                .item(item(expires).values()))
                                        .build()))),
                Named.of(
                        "BatchWriteItem",
                        (client, table, expires) -> client.batchWriteItem(all -> all.requestItems(Map.of(
                                table,
                                List.of(WriteRequest.builder()
                                        .putRequest(
                                                put -> put.item(item(expires).values()))
                                        .build()))))));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void anItemThatIsExpiredByTheRealClockIsRefused(Write write) {
        assertThatThrownBy(() -> write.to(dynamoDb, table, PAST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(table, "MovableClock");
    }

    @ParameterizedTest
    @MethodSource("writes")
    void anItemOfTheFarFutureIsWritten(Write write) {
        assertThatCode(() -> write.to(dynamoDb, table, MovableClock.START)).doesNotThrowAnyException();
    }

    @Test
    void everyTableHasTheAttributeThatIsHeldAgainstTheClock() {
        assertThat(aws.stack().tables().stream()
                        .map(TableResource::ttlAttribute)
                        .flatMap(Optional::stream)
                        .distinct())
                .containsExactly(UnexpiredItems.TTL);
    }

    private static Update update(String table, Instant expires) {
        return new Update(table, key()).set(new Item().expires(expires));
    }

    private static Item item(Instant expires) {
        return key().expires(expires);
    }

    private static Item key() {
        return new Item().text("state", UUID.randomUUID().toString());
    }
}
