package dev.patchbay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private static final PhysicalIds IDS =
            new PhysicalIds("stack", "us-east-1", "000000000000", URI.create("http://127.0.0.1:3002"), Map.of());

    @Test
    void theBodyIsRepeatedForEachElement() {
        Stack stack = read("""
                Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
                Resources:
                  Fn::ForEach::Workers:
                    - Worker
                    - [Gmail, Slack]
                    - ${Worker}Queue:
                        Type: AWS::SQS::Queue
                        Properties:
                          RedrivePolicy: {deadLetterTargetArn: !GetAtt [!Sub "${Worker}Dead", Arn], maxReceiveCount: 3}
                      ${Worker}Dead:
                        Type: AWS::SQS::Queue
                        Properties: {QueueName: !Sub "${AWS::StackName}-${Worker}"}
                  Other: {Type: AWS::SQS::Queue}
                """);

        assertThat(stack.queues())
                .extracting(QueueResource::logicalId)
                .containsExactly("GmailQueue", "GmailDead", "SlackQueue", "SlackDead", "Other");
        assertThat(stack.queues().get(2).redrive())
                .contains(new QueueResource.Redrive("arn:aws:sqs:us-east-1:000000000000:stack-Slack", 3));
    }

    @Test
    void aReferenceMayBeComposed() {
        Stack stack = read("""
                Transform: AWS::LanguageExtensions
                Resources:
                  Fn::ForEach::Names:
                    - Name
                    - [a-b]
                    - Queue&{Name}:
                        Type: AWS::SQS::Queue
                        Properties:
                          QueueName: {Ref: !Sub "Bus&{Name}"}
                      Bus&{Name}:
                        Type: AWS::Events::EventBus
                        Properties: {Name: "${Name}"}
                """);

        assertThat(stack.queues()).singleElement().satisfies(queue -> {
            assertThat(queue.logicalId()).isEqualTo("Queueab");
            assertThat(queue.name()).isEqualTo("a-b");
        });
    }

    @Test
    void loopsMayBeNested() {
        Stack stack = read("""
                Transform: AWS::LanguageExtensions
                Resources:
                  Fn::ForEach::Outer:
                    - One
                    - [A, B]
                    - Fn::ForEach::Inner:
                        - Other
                        - [X, Y]
                        - ${One}${Other}: {Type: AWS::SQS::Queue}
                """);

        assertThat(stack.queues()).extracting(QueueResource::logicalId).containsExactly("AX", "AY", "BX", "BY");
    }

    @Test
    void aLoopWithoutTheTransformIsRefused() {
        assertThatThrownBy(() -> read("""
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Fn::ForEach::Names: [Name, [A], {"${Name}": {Type: AWS::SQS::Queue}}]
                        """))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Fn::ForEach::Names needs Transform: AWS::LanguageExtensions.");
    }

    @Test
    void aCollectionThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> read("""
                        Transform: AWS::LanguageExtensions
                        Resources:
                          Fn::ForEach::Names: [Name, !Split [",", "A,B"], {"${Name}": {Type: AWS::SQS::Queue}}]
                        """))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(
                        "Fn::ForEach::Names: a collection must be a list of texts or a Ref to a parameter");
    }

    private static Stack read(String yaml) {
        return Stack.of(Template.parse(yaml, Map.of()), IDS);
    }
}
