package dev.patchbay.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.template.PhysicalIds;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.Template;
import dev.patchbay.local.template.TemplateException;
import java.net.URI;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PhysicalIds IDS =
            new PhysicalIds("s", "us-east-1", "000000000000", URI.create("http://127.0.0.1"), Map.of("Key", "k-1"));

    private final Permissions permissions = new Permissions(new RequestedAction.Place("us-east-1", "000000000000"));

    @Test
    void deniedRequestNamesFunctionActionAndResource() {
        given("{Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Table.Arn}");

        assertAllowed("dynamodb", "GetItem", "{'TableName':'s-Table'}");
        assertRefused("dynamodb", "PutItem", "{'TableName':'s-Table'}")
                .hasMessage("F is not authorized to perform dynamodb:PutItem on"
                        + " arn:aws:dynamodb:us-east-1:000000000000:table/s-Table: no statement of its Policies in"
                        + " template.yaml allows that.");
        assertRefused("dynamodb", "GetItem", "{'TableName':'s-Other'}");
    }

    @Test
    void aCallerWithoutPoliciesOfItsOwnMayDoEverything() throws JsonProcessingException {
        permissions.check("provisioner", "dynamodb", "CreateTable", input("{'TableName':'s-Table'}"));

        assertThat(permissions.restricts("provisioner")).isFalse();
    }

    @Test
    void aFunctionWithoutPoliciesMayDoNothing() {
        given("");

        assertRefused("events", "PutEvents", "{'Entries':[{'Source':'x'}]}");
    }

    @Test
    void aTransactionNeedsTheRightToEachOfItsParts() {
        given("{Effect: Allow, Action: [dynamodb:PutItem], Resource: !GetAtt Table.Arn}");

        assertAllowed("dynamodb", "TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'s-Table'}}]}");
        assertRefused(
                        "dynamodb",
                        "TransactWriteItems",
                        "{'TransactItems':[{'Put':{'TableName':'s-Table'}},{'Delete':{'TableName':'s-Table'}}]}")
                .hasMessageContaining("dynamodb:DeleteItem");
        assertRefused(
                "dynamodb",
                "TransactWriteItems",
                "{'TransactItems':[{'Put':{'TableName':'s-Table'}},{'Put':{'TableName':'s-Other'}}]}");
    }

    @Test
    void aConditionOnTheLeadingKeyLimitsWritesToOnePartition() {
        given("{Effect: Allow, Action: [dynamodb:PutItem], Resource: !GetAtt Table.Arn,"
                + " Condition: {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [_installation]}}}");

        assertAllowed("dynamodb", "PutItem", "{'TableName':'s-Table','Item':{'workspace':{'S':'_installation'}}}");
        assertRefused("dynamodb", "PutItem", "{'TableName':'s-Table','Item':{'workspace':{'S':'acme'}}}");
    }

    @Test
    void aBatchNeedsTheRightToEachOfItsTables() {
        given("{Effect: Allow, Action: 'dynamodb:Batch*', Resource: !GetAtt Table.Arn}");

        assertAllowed("dynamodb", "BatchGetItem", "{'RequestItems':{'s-Table':{}}}");
        assertRefused("dynamodb", "BatchGetItem", "{'RequestItems':{'s-Table':{},'s-Other':{}}}");
    }

    @Test
    void anIndexIsAResourceOfItsOwn() {
        given("{Effect: Allow, Action: dynamodb:Query, Resource: !Sub '${Table.Arn}/index/byDue'}");

        assertAllowed("dynamodb", "Query", "{'TableName':'s-Table','IndexName':'byDue'}");
        assertRefused("dynamodb", "Query", "{'TableName':'s-Table'}");
    }

    @Test
    void aBatchOfMessagesNeedsTheRightToSendOne() {
        given("{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}");

        assertAllowed("sqs", "SendMessageBatch", "{'QueueUrl':'http://127.0.0.1/000000000000/s-Queue.fifo'}");
        assertRefused("sqs", "ReceiveMessage", "{'QueueUrl':'http://127.0.0.1/000000000000/s-Queue.fifo'}");
        assertRefused("sqs", "SendMessage", "{'QueueUrl':'http://127.0.0.1/000000000000/s-Other'}");
    }

    @Test
    void eachEventNeedsTheRightToItsBus() {
        given("{Effect: Allow, Action: events:PutEvents, Resource: !GetAtt Bus.Arn}");

        assertAllowed("events", "PutEvents", "{'Entries':[{'EventBusName':'s-Bus'}]}");
        assertRefused("events", "PutEvents", "{'Entries':[{'EventBusName':'s-Bus'},{'Source':'x'}]}")
                .hasMessageContaining("event-bus/default");
    }

    @Test
    void keyRequiresTheEncryptionContextOfTheCondition() {
        given("{Effect: Allow, Action: 'kms:*', Resource: !GetAtt Key.Arn,"
                + " Condition: {'Null': {'kms:EncryptionContext:workspace': 'false'}}}");

        assertAllowed("kms", "Decrypt", "{'KeyId':'k-1','EncryptionContext':{'workspace':'w'}}");
        assertRefused("kms", "Decrypt", "{'KeyId':'k-1','EncryptionContext':{'other':'w'}}");
        assertRefused("kms", "Decrypt", "{'KeyId':'k-2','EncryptionContext':{'workspace':'w'}}");
    }

    @Test
    void aConditionMayAskForAValue() {
        given("{Effect: Allow, Action: kms:Decrypt, Resource: '*',"
                + " Condition: {StringLike: {'kms:EncryptionContext:workspace': ['a-?', 'b*']}}}");

        assertAllowed("kms", "Decrypt", "{'KeyId':'k-1','EncryptionContext':{'workspace':'a-1'}}");
        assertAllowed("kms", "Decrypt", "{'KeyId':'k-1','EncryptionContext':{'workspace':'beta'}}");
        assertRefused("kms", "Decrypt", "{'KeyId':'k-1','EncryptionContext':{'workspace':'a-10'}}");
        assertRefused("kms", "Decrypt", "{'KeyId':'k-1'}");
    }

    @Test
    void aSecretsArnEndsWithCharactersThatItsNameDoesNotHave() {
        given("{Effect: Allow, Action: secretsmanager:GetSecretValue,"
                + " Resource: ['arn:aws:secretsmanager:us-east-1:000000000000:secret:app/google-??????',"
                + " 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app/slack']}");

        assertAllowed("secretsmanager", "GetSecretValue", "{'SecretId':'app/google'}");
        assertRefused("secretsmanager", "GetSecretValue", "{'SecretId':'app/google-ads'}");
        assertRefused("secretsmanager", "GetSecretValue", "{'SecretId':'app/slack'}");
    }

    @Test
    void mailIsSentFromAnAddressOrADomainThatThePolicyNames() {
        given("{Effect: Allow, Action: ses:SendEmail, Resource: ["
                + "'arn:aws:ses:us-east-1:000000000000:identity/acme.example',"
                + " 'arn:aws:ses:us-east-1:000000000000:identity/ann@other.example']}");

        assertAllowed("ses", "SendEmail", "{'FromEmailAddress':'Patchbay <hello@acme.example>'}");
        assertAllowed("ses", "SendEmail", "{'FromEmailAddress':'ann@other.example'}");
        assertRefused("ses", "SendEmail", "{'FromEmailAddress':'bob@other.example'}");
    }

    @Test
    void aDenialWinsOverWhatIsAllowed() {
        given("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: sqs:PurgeQueue, Resource: '*'}");

        assertAllowed("sqs", "SendMessage", "{'QueueUrl':'http://127.0.0.1/000000000000/q'}");
        assertRefused("sqs", "PurgeQueue", "{'QueueUrl':'http://127.0.0.1/000000000000/q'}");
    }

    @Test
    void unsupportedPolicyIsAnErrorAtStart() {
        assertThatThrownBy(() -> given("{Effect: Allow, NotAction: x, Resource: '*',"
                        + " Condition: {DateLessThan: {aws:CurrentTime: x}, 'Null': {aws:PrincipalTag/x: 'true'}}}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContainingAll(
                        "F.Policies: NotAction is not", "DateLessThan of aws:CurrentTime", "Null of aws:");
        assertThatThrownBy(() -> givenPolicies("[AWSLambdaExecute]"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("F.Policies: only policy documents are supported");
    }

    @Test
    void aManagedPolicyOfTheTemplateAllowsWhatItSays() {
        givenPolicies(
                "[!Ref Shared, {Statement: [{Effect: Allow, Action: sqs:DeleteMessage, Resource: !GetAtt Queue.Arn}]}]");

        assertAllowed("kms", "Decrypt", "{'KeyId': 'k-1', 'EncryptionContext': {'workspace': 'acme'}}");
        assertRefused("kms", "Decrypt", "{'KeyId': 'k-1'}");
        assertRefused("kms", "GenerateDataKey", "{'KeyId': 'k-1', 'EncryptionContext': {'workspace': 'acme'}}");
    }

    private void given(String statements) {
        givenPolicies("[{Statement: [" + statements + "]}]");
    }

    private void givenPolicies(String policies) {
        Template template = Template.parse("""
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties: {Runtime: java25, CodeUri: f.zip, Handler: a.B, Policies: %s}
                  Table: {Type: AWS::DynamoDB::Table}
                  Queue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
                  Bus: {Type: AWS::Events::EventBus, Properties: {Name: s-Bus}}
                  Key: {Type: AWS::KMS::Key}
                  Shared:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Action: kms:Decrypt
                            Resource: !GetAtt Key.Arn
                            Condition: {"Null": {"kms:EncryptionContext:workspace": "false"}}
                """.formatted(policies), Map.of());
        permissions.restrict(
                "LOCALF", "F", Stack.of(template, IDS).function("F").policies());
    }

    private void assertAllowed(String service, String operation, String input) {
        assertThatNoException().isThrownBy(() -> permissions.check("LOCALF", service, operation, input(input)));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            String service, String operation, String input) {
        return assertThatThrownBy(() -> permissions.check("LOCALF", service, operation, input(input)))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.type()).isEqualTo("AccessDeniedException"));
    }

    private static ObjectNode input(String json) throws JsonProcessingException {
        return JSON.readValue(json.replace('\'', '"'), ObjectNode.class);
    }
}
