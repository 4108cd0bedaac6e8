package dev.patchbay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.testfunction.FunctionZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class RestartTest {
    private static final String TEMPLATE = """
            Resources:
              Key: {Type: AWS::KMS::Key}
              Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: s, SecretString: first}}
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
              Queue:
                Type: AWS::SQS::Queue
                Properties: {FifoQueue: true, ContentBasedDeduplication: true, VisibilityTimeout: 7, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}}
              Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
              Changes:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  CodeUri: f.zip
                  Handler: dev.patchbay.local.testfunction.ChangeHandler
                  Timeout: 5
                  Environment: {Variables: {KEY: !Ref Key}}
                  Policies: {Statement: [{Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Table.StreamArn}]}
              ChangesTable:
                Type: AWS::Lambda::EventSourceMapping
                Properties: {FunctionName: !Ref Changes.Alias, EventSourceArn: !GetAtt Table.StreamArn, StartingPosition: TRIM_HORIZON}
            """;

    @TempDir
    private Path project;

    @BeforeEach
    void write() throws Exception {
        FunctionZip.project(project, TEMPLATE);
    }

    @Test
    void tablesKeysSecretsAndStreamPositionsSurviveARestart() {
        LocalCloudSettings settings = LocalCloudSettings.of(project).withDataFolder(project.resolve("data"));
        SdkBytes sealed;
        try (LocalCloud cloud = LocalCloud.start(settings);
                AwsClients clients = cloud.clients("tester");
                DynamoDbClient db = clients.dynamoDb();
                KmsClient kms = clients.kms();
                SecretsManagerClient secrets = clients.secretsManager()) {
            put(db, "before");
            sealed = kms.encrypt(r -> r.keyId(key(cloud)).plaintext(SdkBytes.fromUtf8String("hello")))
                    .ciphertextBlob();
            secrets.putSecretValue(r -> r.secretId("s").secretString("second"));
            await().until(() -> cloud.functionLog().of("Changes").contains("change before"));
            await().until(() -> Files.exists(project.resolve("data/streams.json")));
        }

        try (LocalCloud cloud = LocalCloud.start(settings);
                AwsClients clients = cloud.clients("tester");
                DynamoDbClient db = clients.dynamoDb();
                KmsClient kms = clients.kms();
                SecretsManagerClient secrets = clients.secretsManager()) {
            put(db, "after");

            assertThat(db.scan(r -> r.tableName("patchbay-local-Table")).count())
                    .isEqualTo(2);
            assertThat(kms.decrypt(r -> r.ciphertextBlob(sealed).keyId(key(cloud)))
                            .plaintext()
                            .asUtf8String())
                    .isEqualTo("hello");
            assertThat(secrets.getSecretValue(r -> r.secretId("s")).secretString())
                    .isEqualTo("second");
            await().until(() -> cloud.functionLog().of("Changes").contains("change after"));
            assertThat(cloud.functionLog().of("Changes")).doesNotContain("change before");
        }
    }

    @Test
    void messagesSurviveARestart() {
        LocalCloudSettings settings = LocalCloudSettings.of(project).withDataFolder(project.resolve("data"));
        try (LocalCloud cloud = LocalCloud.start(settings);
                AwsClients clients = cloud.clients("tester");
                SqsClient sqs = clients.sqs()) {
            sqs.sendMessage(r -> r.queueUrl(url(sqs)).messageBody("first").messageGroupId("g"));
            sqs.sendMessage(r -> r.queueUrl(url(sqs)).messageBody("second").messageGroupId("g"));
            Message got = sqs.receiveMessage(r -> r.queueUrl(url(sqs)).maxNumberOfMessages(1))
                    .messages()
                    .getFirst();
            sqs.deleteMessage(r -> r.queueUrl(url(sqs)).receiptHandle(got.receiptHandle()));
        }

        try (LocalCloud cloud = LocalCloud.start(settings);
                AwsClients clients = cloud.clients("tester");
                SqsClient sqs = clients.sqs()) {
            List<Message> messages = sqs.receiveMessage(
                            r -> r.queueUrl(url(sqs)).maxNumberOfMessages(10).waitTimeSeconds(5))
                    .messages();

            assertThat(messages).extracting(Message::body).containsExactly("second");
            assertThat(sqs.getQueueAttributes(r -> r.queueUrl(url(sqs)).attributeNames(QueueAttributeName.ALL))
                            .attributes())
                    .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "7")
                    .containsKey(QueueAttributeName.REDRIVE_POLICY);
        }
    }

    @Test
    void grantsOfTheSimulatorsSurviveARestart() {
        LocalCloudSettings settings = LocalCloudSettings.of(project).withDataFolder(project.resolve("data"));
        try (LocalCloud cloud = LocalCloud.start(settings)) {
            cloud.simulators().apollo().addKey("key-of-mine");
        }

        try (LocalCloud cloud = LocalCloud.start(settings)) {
            assertThat(cloud.simulators().apollo().memory().toString()).contains("key-of-mine");
        }
    }

    @Test
    void aSecondStackOnTheSameFolderIsRefusedAndChangesNothing() throws Exception {
        Path data = project.resolve("data");
        LocalCloudSettings settings = LocalCloudSettings.of(project).withDataFolder(data);
        try (LocalCloud first = LocalCloud.start(settings)) {
            Map<Path, FileTime> before = times(data);

            assertThatThrownBy(() -> LocalCloud.start(settings))
                    .hasMessage("The data folder " + data
                            + " is in use by another local stack: stop that one, or name another folder with --data.");
            assertThat(times(data)).isEqualTo(before);
            assertThat(first.invoke("Changes", "{\"Records\":[]}").orThrow()).contains("batchItemFailures");
        }
        LocalCloud.start(settings).close();
    }

    /** Of every file below a folder that no service of a running stack changes by itself. */
    private static Map<Path, FileTime> times(Path folder) throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().matches(".*(json|lock)"))
                    .toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void withoutADataFolderNothingIsLeftBehind() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path folder;
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.of(project))) {
            InvocationResult root = cloud.invoke("Changes", "{\"Records\":[]}");
            assertThat(root.orThrow()).contains("batchItemFailures");
            folder = cloud.functions().folder();
            assertThat(folder).isDirectory().hasParentRaw(temporary);
        }

        assertThat(folder).doesNotExist();
        assertThat(project).isDirectoryNotContaining("glob:**/data");
    }

    private static String url(SqsClient sqs) {
        return sqs.getQueueUrl(r -> r.queueName("patchbay-local-Queue.fifo")).queueUrl();
    }

    private static String key(LocalCloud cloud) {
        return String.valueOf(cloud.stack().function("Changes").environment().get("KEY"));
    }

    private static void put(DynamoDbClient db, String id) {
        db.putItem(r -> r.tableName("patchbay-local-Table").item(Map.of("id", AttributeValue.fromS(id))));
    }
}
