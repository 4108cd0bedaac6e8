package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.PolicyStatement;
import dev.patchbay.tests.fixture.StackUnderTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The template's policies hold in the running stack: that they suffice, every other end-to-end test shows; that they are no wider than
 * they must be, this one.
 */
@ExtendWith(StackUnderTest.class)
class PermissionsTest {
    private final LocalCloud cloud;

    PermissionsTest(LocalCloud cloud) {
        this.cloud = cloud;
    }

    @Test
    void aFunctionIsRefusedWhatItsPoliciesDoNotAllow() {
        try (AwsClients actions = as("ActionsFunction");
                KmsClient kms = actions.kms()) {
            String key = onlyKey();

            assertThatThrownBy(() -> kms.decrypt(decrypt -> decrypt.keyId(key)
                            .ciphertextBlob(SdkBytes.fromUtf8String("any"))
                            .encryptionContext(Map.of("workspace", "acme"))))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            refused -> assertThat(refused.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDeniedException"))
                    .hasMessageContainingAll("ActionsFunction", "kms:Decrypt", key);
        }
    }

    @Test
    void theScheduleKeepsItsPlaceAndTouchesNoAppsBreaker() {
        try (AwsClients schedule = as("RefreshScheduleFunction");
                DynamoDbClient dynamoDb = schedule.dynamoDb()) {
            String table = cloud.stack().tables().stream()
                    .filter(candidate -> candidate.logicalId().equals("OAuthAppsTable"))
                    .findFirst()
                    .orElseThrow()
                    .name();
            Map<String, AttributeValue> place = Map.of("app", AttributeValue.fromS("_schedule"));
            Map<String, AttributeValue> app = Map.of("app", AttributeValue.fromS("google"));

            dynamoDb.putItem(put -> put.tableName(table).item(place));
            dynamoDb.getItem(get -> get.tableName(table).key(place));
            dynamoDb.deleteItem(delete -> delete.tableName(table).key(place));

            assertThatThrownBy(
                            () -> dynamoDb.putItem(put -> put.tableName(table).item(app)))
                    .hasMessageContainingAll("RefreshScheduleFunction", "dynamodb:PutItem");
            assertThatThrownBy(() -> dynamoDb.deleteItem(
                            delete -> delete.tableName(table).key(app)))
                    .hasMessageContainingAll("RefreshScheduleFunction", "dynamodb:DeleteItem");
        }
    }

    @Test
    void theCallbackReadsAStateOnlyByTakingItOut() {
        try (AwsClients callback = as("OAuthCallbackFunction");
                DynamoDbClient dynamoDb = callback.dynamoDb()) {
            String table = cloud.stack().tables().stream()
                    .filter(candidate -> candidate.logicalId().equals("OAuthStatesTable"))
                    .findFirst()
                    .orElseThrow()
                    .name();

            assertThatThrownBy(() -> dynamoDb.getItem(
                            get -> get.tableName(table).key(Map.of("state", AttributeValue.fromS("any")))))
                    .hasMessageContainingAll("OAuthCallbackFunction", "dynamodb:GetItem", table);
            assertThatThrownBy(() -> dynamoDb.scan(scan -> scan.tableName(table)))
                    .hasMessageContaining("dynamodb:Scan");
        }
    }

    @Test
    void aWorkerSendsNothingToItsOwnQueue() {
        try (AwsClients worker = as("ActionGmailFunction");
                SqsClient sqs = worker.sqs()) {
            String queue = function("ActionGmailFunction").environment().get("ACTION_QUEUE_URL");

            assertThatThrownBy(
                            () -> sqs.sendMessage(send -> send.queueUrl(queue).messageBody("any")))
                    .hasMessageContainingAll("ActionGmailFunction", "sqs:SendMessage");
        }
    }

    @Test
    void onlyTheRelayPublishesEvents() {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(cloud.stack().buses().getFirst())
                .source("test")
                .detailType("test")
                .detail("{}")
                .build();
        for (FunctionResource function : cloud.stack().functions()) {
            if (!function.logicalId().equals("EventRelayFunction")) {
                try (AwsClients caller = as(function.logicalId());
                        EventBridgeClient events = caller.eventBridge()) {
                    assertThatThrownBy(() -> events.putEvents(put -> put.entries(entry)))
                            .hasMessageContainingAll(function.logicalId(), "events:PutEvents");
                }
            }
        }
    }

    @Test
    void onlyTheFunctionsOfNotificationsSendMailAndFromOneAddress() {
        assertThat(cloud.stack().functions())
                .filteredOn(function -> function.policies().stream()
                        .anyMatch(statement -> statement.actions().contains("ses:SendEmail")))
                .extracting(FunctionResource::logicalId)
                .containsExactlyInAnyOrder("NotifyFunction", "NotificationsFunction");
        assertThat(statements())
                .filteredOn(statement -> statement.actions().contains("ses:SendEmail"))
                .allSatisfy(statement -> assertThat(statement.resources())
                        .singleElement()
                        .asString()
                        .endsWith(":identity/patchbay@localhost"));
    }

    @Test
    void noPolicyHasAWildcardActionOrEveryResource() {
        assertThat(statements()).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.actions()).noneMatch(action -> action.contains("*"));
            assertThat(statement.resources()).noneMatch("*"::equals);
        });
    }

    @Test
    void noKeyIsUsedWithoutAWorkspaceInTheEncryptionContext() {
        assertThat(statements())
                .filteredOn(statement -> statement.actions().stream().anyMatch(action -> action.startsWith("kms:")))
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(statement.conditions())
                        .singleElement()
                        .isIn(
                                new PolicyStatement.Condition(
                                        PolicyStatement.Operator.NULL,
                                        "kms:EncryptionContext:workspace",
                                        List.of("false")),
                                // The key of the installation.
                                new PolicyStatement.Condition(
                                        PolicyStatement.Operator.STRING_EQUALS,
                                        "kms:EncryptionContext:workspace",
                                        List.of("_installation"))));
    }

    private Stream<PolicyStatement> statements() {
        return cloud.stack().functions().stream().flatMap(function -> function.policies().stream());
    }

    private String onlyKey() {
        try (AwsClients test = cloud.clients("test");
                KmsClient kms = test.kms()) {
            return kms.listKeys().keys().getFirst().keyArn();
        }
    }

    private AwsClients as(String function) {
        return cloud.clients(Functions.accessKey(function(function)));
    }

    private FunctionResource function(String logicalId) {
        return cloud.stack().function(logicalId);
    }
}
