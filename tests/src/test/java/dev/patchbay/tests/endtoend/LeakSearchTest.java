package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.template.TableResource;
import dev.patchbay.tests.endtoend.LeakSearch.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Proves that the search finds secrets: plants one in each place and form. */
@ExtendWith(StackUnderTest.class)
class LeakSearchTest {
    private final LocalCloud cloud;
    private final LeakSearch search;
    private final String planted = "planted/" + UUID.randomUUID();

    LeakSearchTest(LocalCloud cloud) {
        this.cloud = cloud;
        this.search = new LeakSearch(cloud);
    }

    @AfterEach
    void end() {
        search.close();
    }

    @Test
    void anAbsentSecretIsNotFound() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConnectionsTable", "OAuthStatesTable", "WorkspaceKeysTable", "ActionsTable"})
    void anItemIsFoundInItsTableThoughItsBytesAreBinary(String table) {
        try (var clients = cloud.clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.putItem(put ->
                    put.tableName(table(table).name()).item(item(table, planted.getBytes(StandardCharsets.UTF_8))));

            assertThat(found()).contains("table " + table, "dynamodb:PutItem");

            dynamoDb.deleteItem(delete -> delete.tableName(table(table).name()).key(key(table)));
            assertThat(found()).contains("dynamodb:PutItem").doesNotContain("table " + table);
        }
    }

    @Test
    void aMessageIsFoundThoughItWasReceivedLongAgo() {
        String name = cloud.stack().queues().stream()
                .filter(queue -> queue.logicalId().equals("EventRelayDeadLetters"))
                .findFirst()
                .orElseThrow()
                .name();
        try (var clients = cloud.clients("test");
                SqsClient sqs = clients.sqs()) {
            String url = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
            sqs.sendMessage(send -> send.queueUrl(url).messageBody("a message with " + planted));
            SendMessageBatchRequestEntry entry = SendMessageBatchRequestEntry.builder()
                    .id("1")
                    .messageBody("one of a batch with " + planted)
                    .build();
            sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(entry));
            sqs.purgeQueue(purge -> purge.queueUrl(url));
        }

        assertThat(found()).containsExactlyInAnyOrder("sqs:SendMessage", "sqs:SendMessageBatch");
    }

    @Test
    void anEventIsFound() {
        try (var clients = cloud.clients("test");
                EventBridgeClient events = clients.eventBridge()) {
            PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                    .source("test")
                    .detailType("planted")
                    .detail("{\"it\":\"" + planted + "\"}")
                    .build();
            events.putEvents(put -> put.entries(entry));
        }

        assertThat(found()).containsExactlyInAnyOrder("events:PutEvents", "event");
    }

    @Test
    void aLogLineIsFound() {
        // Log lines carry the workspace's id, so that it can be planted there.
        Tenant tenant = Tenant.fresh(cloud);
        PatchbayClient browser = tenant.owner();
        browser.open(new Person().deny(tenant.authorizationUrl(browser, "gmail")));

        assertThat(LeakSearch.placesOf(tenant.workspace(), search.traces())).contains("log of OAuthCallbackFunction");
    }

    @Test
    void everyDisguiseIsSeenThrough() throws IOException {
        byte[] inText = ("beside " + planted + ", more").getBytes(StandardCharsets.UTF_8);

        assertSeen(planted);
        assertSeen("x=" + URLEncoder.encode(planted, StandardCharsets.UTF_8));
        assertSeen("{\"x\":\"" + planted.replace("/", "\\/") + "\"}");
        for (int before = 0; before < 3; before++) {
            byte[] shifted = ("x".repeat(before) + planted + "?~").getBytes(StandardCharsets.UTF_8);
            assertSeen("Basic " + Base64.getEncoder().encodeToString(shifted));
            assertSeen(Base64.getUrlEncoder().withoutPadding().encodeToString(shifted));
        }
        assertSeen(new String(gzip(inText), StandardCharsets.ISO_8859_1));
        assertSeen("body: " + Base64.getEncoder().encodeToString(gzip(inText)));
        assertSeen("body: " + Base64.getUrlEncoder().withoutPadding().encodeToString(gzip(inText)));
    }

    private void assertSeen(String text) {
        assertThat(LeakSearch.placesOf(planted, List.of(new Trace("here", Disguises.unzipped(text)))))
                .as(text)
                .containsExactly("here");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private List<String> found() {
        return LeakSearch.placesOf(planted, search.traces());
    }

    private TableResource table(String logicalId) {
        return cloud.stack().tables().stream()
                .filter(table -> table.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, AttributeValue> key(String table) {
        return table(table).key().stream()
                .collect(Collectors.toMap(
                        TableResource.KeyElement::attribute,
                        element -> "N".equals(table(table).attributeTypes().get(element.attribute()))
                                ? AttributeValue.fromN("7")
                                : AttributeValue.fromS("leak-search")));
    }

    private Map<String, AttributeValue> item(String table, byte[] bytes) {
        Map<String, AttributeValue> item = new HashMap<>(key(table));
        item.put("planted", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
        return item;
    }
}
