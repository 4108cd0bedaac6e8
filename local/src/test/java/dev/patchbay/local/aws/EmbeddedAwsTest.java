package dev.patchbay.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.patchbay.local.template.PhysicalIds;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class EmbeddedAwsTest {
    private static final String TEMPLATE = """
            Resources:
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}, {AttributeName: due, AttributeType: N}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  GlobalSecondaryIndexes:
                    - IndexName: byDue
                      KeySchema: [{AttributeName: id, KeyType: HASH}, {AttributeName: due, KeyType: RANGE}]
                      Projection: {ProjectionType: ALL}
                  StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
                  TimeToLiveSpecification: {AttributeName: expiresAt, Enabled: true}
              Queue:
                Type: AWS::SQS::Queue
                Properties:
                  FifoQueue: true
                  DeduplicationScope: messageGroup
                  FifoThroughputLimit: perMessageGroupId
                  ContentBasedDeduplication: true
                  VisibilityTimeout: 0
                  MaximumMessageSize: 1048576
                  RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
              Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, MaximumMessageSize: 1048576}}
              Plain: {Type: AWS::SQS::Queue}
              Key: {Type: AWS::KMS::Key}
              Bus: {Type: AWS::Events::EventBus, Properties: {Name: patchbay}}
              Archive: {Type: AWS::Events::Archive, Properties: {SourceArn: !GetAtt Bus.Arn}}
              Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: app/google, SecretString: s3cret}}
              Sender: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: hub@example.com}}
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventBusName: !Ref Bus
                  EventPattern: {detail-type: [{prefix: connection.}], detail: {n: [{numeric: [">", 5]}]}}
                  Targets:
                    - {Id: q, Arn: !GetAtt Plain.Arn}
                    - {Id: f, Arn: "arn:aws:lambda:us-east-1:000000000000:function:f"}
            """;
    private static final List<String> DELIVERED = new CopyOnWriteArrayList<>();
    private static EmbeddedAws aws;
    private static AwsClients clients;
    private static Map<String, String> keys;

    @BeforeAll
    static void start() {
        aws = EmbeddedAws.start(
                EmbeddedAws.Settings.inMemory(), (target, event) -> DELIVERED.add(target.arn()), config -> {});
        clients = AwsClients.of(aws.uri(), "us-east-1", "tester");
        PhysicalIds ids = new PhysicalIds("s", "us-east-1", "000000000000", aws.uri(), Map.of());
        Stack stack = Stack.of(Template.parse(TEMPLATE, Map.of()), ids);
        Provisioner provisioner = new Provisioner(clients, "s");
        keys = provisioner.keys(stack);
        provisioner.provision(stack);
        // Twice is once.
        provisioner.provision(stack);
        assertThat(provisioner.keys(stack)).isEqualTo(keys);
    }

    @AfterAll
    static void stop() {
        clients.close();
        aws.close();
    }

    @Test
    void tablesAreThereAndRequestsAreCountedByCaller() {
        try (AwsClients counted = AwsClients.of(aws.uri(), "us-east-1", "counted");
                DynamoDbClient db = counted.dynamoDb()) {
            db.putItem(r -> r.tableName("s-Table").item(Map.of("id", AttributeValue.fromS("1"))));
            assertThat(db.getItem(r -> r.tableName("s-Table").key(Map.of("id", AttributeValue.fromS("1"))))
                            .item())
                    .containsKey("id");
        }

        assertThat(aws.log().by("counted"))
                .extracting(RequestLog.AwsRequest::action)
                .containsExactly("dynamodb:PutItem", "dynamodb:GetItem");
    }

    @Test
    void aServiceRefusesOnRequest() {
        aws.faults().failNext(1, "dynamodb", "DeleteItem", 400, "AccessDeniedException");

        try (DynamoDbClient db = clients.dynamoDb()) {
            assertThatThrownBy(() ->
                            db.deleteItem(r -> r.tableName("s-Table").key(Map.of("id", AttributeValue.fromS("9")))))
                    .hasMessageContaining("asked to refuse");
        }
        aws.faults().clear();
    }

    @Test
    void dataKeysOpenOnlyUnderTheirContext() {
        try (KmsClient kms = clients.kms()) {
            GenerateDataKeyResponse key = kms.generateDataKey(
                    r -> r.keyId(keys.get("Key")).keySpec("AES_256").encryptionContext(Map.of("workspace", "acme")));

            assertThat(key.plaintext().asByteArray()).hasSize(32);
            assertThat(kms.decrypt(r -> r.ciphertextBlob(key.ciphertextBlob())
                                    .encryptionContext(Map.of("workspace", "acme")))
                            .plaintext())
                    .isEqualTo(key.plaintext());
            assertThatThrownBy(() -> kms.decrypt(r ->
                            r.ciphertextBlob(key.ciphertextBlob()).encryptionContext(Map.of("workspace", "other"))))
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void aChangedCiphertextDoesNotOpen() {
        try (KmsClient kms = clients.kms()) {
            byte[] blob = kms.encrypt(r -> r.keyId(keys.get("Key")).plaintext(SdkBytes.fromUtf8String("hello")))
                    .ciphertextBlob()
                    .asByteArray();

            blob[blob.length - 1] ^= 1;

            assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(blob))))
                    .isInstanceOf(InvalidCiphertextException.class);
        }
    }

    @Test
    void secretsHoldWhatTheTemplateGives() {
        try (SecretsManagerClient secrets = clients.secretsManager()) {
            assertThat(secrets.getSecretValue(r -> r.secretId("app/google")).secretString())
                    .isEqualTo("s3cret");
            secrets.putSecretValue(r -> r.secretId("app/google").secretString("new"));
            assertThat(secrets.getSecretValue(r -> r.secretId("app/google")).secretString())
                    .isEqualTo("new");
        }
    }

    @Test
    void matchingEventsReachQueueAndFunction() {
        try (EventBridgeClient events = clients.eventBridge();
                SqsClient sqs = clients.sqs()) {
            for (Integer n : List.of(5, 6)) {
                PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                        .eventBusName("patchbay")
                        .source("patchbay")
                        .detailType("connection.connected")
                        .detail("{\"n\":" + n + "}")
                        .build();
                events.putEvents(r -> r.entries(entry));
            }

            String url = sqs.getQueueUrl(r -> r.queueName("s-Plain")).queueUrl();
            String body = await().until(
                            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(1))
                                    .messages(),
                            messages -> !messages.isEmpty())
                    .getFirst()
                    .body();
            assertThat(body)
                    .contains("\"detail-type\":\"connection.connected\"")
                    .contains("\"n\":6");
            await().untilAsserted(() -> assertThat(DELIVERED).hasSize(1));
            assertThat(aws.events().published()).hasSize(2);
        }
    }

    @Test
    void aRequestOf256KilobytesOfEventsIsRefusedAsAWhole() {
        try (EventBridgeClient events = clients.eventBridge()) {
            PutEventsRequestEntry.Builder small = PutEventsRequestEntry.builder()
                    .eventBusName("patchbay")
                    .source("s")
                    .detailType("t")
                    .detail("{}");
            // Two bytes each in UTF-8: AWS counts bytes, not characters.
            String text = "é".repeat((256 * 1024 - 2 - "{\"e\":\"\"}".length()) / 2);

            assertThatThrownBy(() -> events.putEvents(r -> r.entries(
                            small.build(),
                            small.detail("{\"e\":\"" + text + "\"}").build())))
                    .hasMessageContaining("Total size of the entries in the request is over the limit");
            assertThat(events.putEvents(r -> r.entries(small.detail("{\"e\":\"" + text.substring(8) + "\"}")
                                    .build()))
                            .failedEntryCount())
                    .isZero();
        }
    }

    @Test
    void mailOfAVerifiedSenderIsKeptToBeRead() {
        try (SesV2Client ses = clients.ses()) {
            String id =
                    ses.sendEmail(r -> mail(r, "Patchbay <hub@example.com>")).messageId();

            MailService.Mail kept = aws.mail().mail(id).orElseThrow();
            assertThat(kept.to()).containsExactly("ann@example.com");
            assertThat(kept.subject()).isEqualTo("Hello");
            assertThat(kept.html()).isEqualTo("<p>Hello</p>");
        }
    }

    @Test
    void mailOfASenderThatIsNotVerifiedIsRejected() {
        try (SesV2Client ses = clients.ses()) {
            assertThatThrownBy(() -> ses.sendEmail(r -> mail(r, "somebody@else.example")))
                    .isInstanceOf(MessageRejectedException.class)
                    .hasMessageContaining("Email address is not verified");
        }
    }

    private static void mail(SendEmailRequest.Builder request, String from) {
        request.fromEmailAddress(from)
                .destination(to -> to.toAddresses("ann@example.com"))
                .content(content -> content.simple(simple -> simple.subject(subject -> subject.data("Hello"))
                        .body(body -> body.text(text -> text.data("Hello")).html(html -> html.data("<p>Hello</p>")))));
    }

    @Test
    void unreadFifoMessagesEndInTheDeadLetterQueue() {
        try (SqsClient sqs = clients.sqs()) {
            String url = sqs.getQueueUrl(r -> r.queueName("s-Queue.fifo")).queueUrl();
            String dead = sqs.getQueueUrl(r -> r.queueName("s-Dead.fifo")).queueUrl();
            String body = "x".repeat(1_000_000);
            sqs.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId("g"));
            sqs.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId("g"));

            CopyOnWriteArrayList<String> counts = new CopyOnWriteArrayList<>();
            List<Message> messages = await().until(
                            () -> {
                                sqs.receiveMessage(r -> r.queueUrl(url)
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                                        .messages()
                                        .forEach(m -> counts.add(m.attributes()
                                                .get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
                                return Optional.of(
                                        sqs.receiveMessage(r -> r.queueUrl(dead).maxNumberOfMessages(10))
                                                .messages());
                            },
                            found -> !found.orElseThrow().isEmpty())
                    .orElseThrow();

            assertThat(counts).containsExactly("1", "2");
            assertThat(messages)
                    .singleElement()
                    .satisfies(m -> assertThat(m.body()).isEqualTo(body));
        }
    }
}
