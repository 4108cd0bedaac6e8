package dev.patchbay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.patchbay.local.LocalCloudSettings.Ports;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.simulator.exchange.MovableClock;
import dev.patchbay.local.template.TemplateException;
import dev.patchbay.local.testfunction.FunctionZip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class LocalCloudTest {
    private static final String TEMPLATE = """
            Globals:
              Function: {Runtime: java25, CodeUri: f.zip, Timeout: 5, Handler: dev.patchbay.local.testfunction.ScriptedHandler}
            Resources:
              Scripted:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Nightly: {Type: ScheduleV2, Properties: {ScheduleExpression: "cron(0 3 * * ? *)", Input: '{"run":"nightly"}'}}
              Batch:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.patchbay.local.testfunction.BatchHandler
                  Policies: {Statement: [{Effect: Allow, Action: "sqs:*", Resource: !GetAtt Queue.Arn}]}
              BatchQueue:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  FunctionName: !Ref Batch.Alias
                  EventSourceArn: !GetAtt Queue.Arn
                  BatchSize: 5
                  FunctionResponseTypes: [ReportBatchItemFailures]
              Streamed:
                Type: AWS::Serverless::Function
                Properties:
                  Policies: {Statement: [{Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Table.StreamArn}]}
              StreamedTable:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  FunctionName: !Ref Streamed.Alias
                  EventSourceArn: !GetAtt Table.StreamArn
                  StartingPosition: TRIM_HORIZON
                  FilterCriteria: {Filters: [{Pattern: '{"dynamodb":{"NewImage":{"event":{"S":[{"exists":true}]}}}}'}]}
              Stubborn:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.patchbay.local.testfunction.ChangeHandler
                  Policies:
                    Statement:
                      - {Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Outbox.StreamArn}
                      - {Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Undone.Arn}
              StubbornOutbox:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  FunctionName: !Ref Stubborn.Alias
                  EventSourceArn: !GetAtt Outbox.StreamArn
                  StartingPosition: TRIM_HORIZON
                  BisectBatchOnFunctionError: true
                  FunctionResponseTypes: [ReportBatchItemFailures]
                  MaximumRetryAttempts: 1
                  DestinationConfig: {OnFailure: {Destination: !GetAtt Undone.Arn}}
              Patient:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.patchbay.local.testfunction.ChangeHandler
                  Policies:
                    Statement:
                      - {Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Journal.StreamArn}
                      - {Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt TooOld.Arn}
              PatientJournal:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  FunctionName: !Ref Patient.Alias
                  EventSourceArn: !GetAtt Journal.StreamArn
                  StartingPosition: TRIM_HORIZON
                  FunctionResponseTypes: [ReportBatchItemFailures]
                  MaximumRetryAttempts: -1
                  MaximumRecordAgeInSeconds: 3600
                  DestinationConfig: {OnFailure: {Destination: !GetAtt TooOld.Arn}}
              Undone: {Type: AWS::SQS::Queue}
              TooOld: {Type: AWS::SQS::Queue}
              Journal:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
              Outbox:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
              Listener:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Seen: {Type: EventBridgeRule, Properties: {Pattern: {source: [test]}}}
              Queue:
                Type: AWS::SQS::Queue
                Properties: {FifoQueue: true, ContentBasedDeduplication: true, VisibilityTimeout: 1, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}}
              Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
            """;

    @TempDir
    private static Path project;

    private static final MovableClock CLOCK = new MovableClock(Clock.systemUTC());

    private static LocalCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        FunctionZip.write(project.resolve("f.zip"));
        Files.writeString(project.resolve("template.yaml"), TEMPLATE);
        cloud = LocalCloud.start(LocalCloudSettings.of(project).withClock(CLOCK));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void messagesAreDoneOrComeAgainAndThenDie() {
        try (AwsClients clients = cloud.clients("tester");
                SqsClient sqs = clients.sqs()) {
            String url = sqs.getQueueUrl(r -> r.queueName("patchbay-local-Queue.fifo"))
                    .queueUrl();
            String dead = sqs.getQueueUrl(r -> r.queueName("patchbay-local-Dead.fifo"))
                    .queueUrl();
            sqs.sendMessage(r -> r.queueUrl(url).messageBody("good").messageGroupId("a"));
            sqs.sendMessage(r -> r.queueUrl(url).messageBody("fail").messageGroupId("b"));

            List<Message> buried = await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(1))
                                    .messages(),
                            messages -> !messages.isEmpty());

            assertThat(buried)
                    .singleElement()
                    .satisfies(m -> assertThat(m.body()).isEqualTo("fail"));
            String arn = "arn:aws:sqs:us-east-1:000000000000:patchbay-local-Queue.fifo";
            assertThat(cloud.functionLog().of("Batch"))
                    .contains("message good of " + arn + " 1", "message fail of " + arn + " 1")
                    .contains("message fail of " + arn + " 2")
                    .doesNotContain("message good of " + arn + " 2");
        }
    }

    @Test
    void tableChangesThatPassTheFilterReachTheFunction() {
        try (AwsClients clients = cloud.clients("tester");
                DynamoDbClient db = clients.dynamoDb()) {
            db.putItem(r -> r.tableName("patchbay-local-Table").item(Map.of("id", AttributeValue.fromS("quiet"))));
            db.putItem(r -> r.tableName("patchbay-local-Table")
                    .item(Map.of("id", AttributeValue.fromS("loud"), "event", AttributeValue.fromS("e"))));

            String line = await().until(
                            () -> cloud.functionLog().of("Streamed").stream()
                                    .filter(l -> l.startsWith("got "))
                                    .toList(),
                            lines -> !lines.isEmpty())
                    .getFirst();

            assertThat(line)
                    .contains("\"eventName\":\"INSERT\"")
                    .contains("\"NewImage\":{\"id\":{\"S\":\"loud\"},\"event\":{\"S\":\"e\"}}")
                    .contains("\"eventSourceARN\":\"arn:aws:dynamodb:")
                    .doesNotContain("quiet");
        }
    }

    @Test
    void failingChangeGoesToTheFailureQueue() {
        try (AwsClients clients = cloud.clients("tester");
                DynamoDbClient db = clients.dynamoDb();
                SqsClient sqs = clients.sqs()) {
            for (String id : List.of("one", "fail", "two")) {
                db.putItem(r -> r.tableName("patchbay-local-Outbox").item(Map.of("id", AttributeValue.fromS(id))));
            }

            String url =
                    sqs.getQueueUrl(r -> r.queueName("patchbay-local-Undone")).queueUrl();
            List<Message> undone = await().until(
                            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(1))
                                    .messages(),
                            messages -> !messages.isEmpty());
            assertThat(undone.getFirst().body())
                    .contains("\"condition\":\"RetryAttemptsExhausted\"")
                    .contains("\"batchSize\":1");
            await().untilAsserted(() -> assertThat(cloud.functionLog().of("Stubborn"))
                    .contains("change one", "change fail", "change two")
                    .filteredOn("change one"::equals)
                    .hasSize(1));
        }
    }

    @Test
    void aChangeIsTriedUntilItIsTooOldWhereRetriesHaveNoLimit() {
        try (AwsClients clients = cloud.clients("tester");
                DynamoDbClient db = clients.dynamoDb();
                SqsClient sqs = clients.sqs()) {
            String url =
                    sqs.getQueueUrl(r -> r.queueName("patchbay-local-TooOld")).queueUrl();
            db.putItem(
                    r -> r.tableName("patchbay-local-Journal").item(Map.of("id", AttributeValue.fromS("fail-long"))));
            await().untilAsserted(() -> assertThat(cloud.functionLog().of("Patient"))
                    .filteredOn("change fail-long"::equals)
                    .hasSizeGreaterThan(3));
            assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).isEmpty();

            CLOCK.advance(Duration.ofMinutes(61));

            List<Message> given = await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(1))
                                    .messages(),
                            messages -> !messages.isEmpty());
            assertThat(given.getFirst().body()).contains("\"DDBStreamBatchInfo\"", "\"batchSize\":");
        } finally {
            CLOCK.reset();
        }
    }

    @Test
    void eventsReachTheFunctionsThatListen() {
        try (AwsClients clients = cloud.clients("tester");
                EventBridgeClient events = clients.eventBridge()) {
            PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                    .source("test")
                    .detailType("t")
                    .detail("{\"a\":1}")
                    .build();
            events.putEvents(r -> r.entries(entry));

            await().untilAsserted(() -> assertThat(cloud.functionLog().of("Listener"))
                    .anySatisfy(line -> assertThat(line).contains("\"detail\":{\"a\":1}")));
        }
    }

    @Test
    void schedulesCanBeFiredByHand() {
        assertThat(cloud.fire("Nightly").orThrow()).isEqualTo("{\"run\":\"nightly\"}");
    }

    @Test
    void aTakenPortIsOneClearSentence() {
        int taken = cloud.gatewayUri().getPort();
        LocalCloudSettings settings = LocalCloudSettings.of(project).withPorts(new Ports(taken, 0, 0, 0));

        assertThatThrownBy(() -> LocalCloud.start(settings))
                .hasMessage("Port " + taken
                        + ", for the API, is taken: stop what listens there or choose another with --port PORT.");
    }

    @Test
    void aQueueThatItsFunctionMayNotReadIsRefused(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("template.yaml"), TEMPLATE.replace("\"sqs:*\"", "\"sqs:ReceiveMessage\""));

        assertThatThrownBy(() -> LocalCloud.start(LocalCloudSettings.of(other)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Batch is not authorized to perform sqs:DeleteMessage on")
                .hasMessageContaining("Batch is not authorized to perform sqs:GetQueueAttributes on")
                .hasMessageNotContaining("sqs:ReceiveMessage");
    }

    @Test
    void functionsRequestsAreKnownByTheirKey() {
        assertThat(Functions.accessKey(cloud.stack().function("Batch"))).isEqualTo("LOCALBatch");
    }
}
