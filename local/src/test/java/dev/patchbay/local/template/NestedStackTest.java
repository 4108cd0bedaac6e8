package dev.patchbay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedStackTest {
    private static final PhysicalIds IDS =
            new PhysicalIds("stack", "us-east-1", "000000000000", URI.create("http://127.0.0.1:3002"), Map.of());

    private static final String FUNCTION = """
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  CodeUri: f.zip
                  Handler: a.B
            """;

    private final Path folder;

    NestedStackTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void resourcesOfANestedStackAreThoseOfTheStack() throws IOException {
        Stack stack = read("""
                Parameters:
                  Attempts: {Type: Number}
                Resources:
                  Work:
                    Type: AWS::SQS::Queue
                    Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: !Ref Attempts}}
                  Dead: {Type: AWS::SQS::Queue}
                Outputs:
                  Url: {Value: !Ref Work}
                  Arns: {Value: !Sub "${Work.Arn},${Dead.Arn}"}
                """, "{Attempts: 7}", FUNCTION + """
                      Environment: {Variables: {URL: !GetAtt Nested.Outputs.Url, SUB: !Sub "${Nested.Outputs.Url}/x"}}
                      Policies:
                        - Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: !Split [",", !GetAtt Nested.Outputs.Arns]}]
                """);

        assertThat(stack.queues())
                .extracting(QueueResource::name)
                .containsExactly("stack-Nested-Work", "stack-Nested-Dead");
        assertThat(stack.queues().getFirst().redrive())
                .contains(new QueueResource.Redrive("arn:aws:sqs:us-east-1:000000000000:stack-Nested-Dead", 7));
        assertThat(stack.function("F").environment())
                .containsEntry("URL", "http://127.0.0.1:3002/000000000000/stack-Nested-Work")
                .containsEntry("SUB", "http://127.0.0.1:3002/000000000000/stack-Nested-Work/x");
        assertThat(stack.function("F").policies().getFirst().resources())
                .containsExactly(
                        "arn:aws:sqs:us-east-1:000000000000:stack-Nested-Work",
                        "arn:aws:sqs:us-east-1:000000000000:stack-Nested-Dead");
    }

    @Test
    void aListIsGivenAsOneText() throws IOException {
        Stack stack = read("""
                Transform: AWS::LanguageExtensions
                Parameters:
                  Names: {Type: CommaDelimitedList}
                Resources:
                  Fn::ForEach::Queues:
                    - Name
                    - !Ref Names
                    - ${Name}Queue: {Type: AWS::SQS::Queue}
                """, "{Names: !Split [\",\", \"One, Two\"]}", FUNCTION);

        assertThat(stack.queues()).extracting(QueueResource::logicalId).containsExactly("OneQueue", "TwoQueue");
    }

    @Test
    void aParameterThatTheOtherTemplateDoesNotDeclareIsRefused() {
        assertThatThrownBy(() -> read("Resources: {Work: {Type: AWS::SQS::Queue}}", "{Wrong: 1}", FUNCTION))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Nested: ")
                .hasMessageContaining("It has no parameter Wrong.");
    }

    @Test
    void anOutputThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> read(
                        "Resources: {Work: {Type: AWS::SQS::Queue}}",
                        "{}",
                        FUNCTION + "      Environment: {Variables: {URL: !GetAtt Nested.Outputs.Url}}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("F.Environment: the nested stack stack-Nested has no output Url.");
    }

    @Test
    void aStackThatRefersToItselfIsRefused() {
        assertThatThrownBy(() -> read(
                        "Parameters: {Own: {Type: String}}\nOutputs: {Own: {Value: !Ref Own}}",
                        "{Own: !GetAtt Nested.Outputs.Own}",
                        FUNCTION))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("the parameters of Nested refer to its own outputs");
    }

    @Test
    void problemsOfANestedStackAreReportedWithTheOthers() {
        assertThatThrownBy(() -> read(
                        "Resources: {Bucket: {Type: AWS::S3::Bucket}, F: {Type: AWS::SQS::Queue}}",
                        "{}",
                        FUNCTION + "      Colour: red"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Nested.Bucket: AWS::S3::Bucket is not supported")
                .hasMessageContaining("Nested.F: another template has a resource of this name")
                .hasMessageContaining("F.Colour: is not supported");
    }

    @Test
    void aTemplateElsewhereIsRefused() {
        String yaml =
                "Resources: {Far: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: \"https://s3/far.yaml\"}}}";

        assertThatThrownBy(() -> Stack.of(Template.parse(yaml, Map.of()), IDS))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("https://s3/far.yaml is no file beside the template");
    }

    /** Patchbay's own templates: whatever a queue, a rule or a function names is a queue of one of them. */
    @Test
    void everyQueueThatIsNamedIsThere() {
        Stack stack = Stack.of(
                Template.read(
                        Path.of("../template.yaml"),
                        Map.of(
                                "JwtIssuer", "http://localhost:3003/default",
                                "AppUrl", "http://localhost:3000",
                                "AllowedOrigins", "http://localhost:3000",
                                "MailSender", "hub@example.com")),
                IDS);

        Stream<String> consumed = stack.functions().stream()
                .flatMap(function -> function.events(EventSource.Queue.class))
                .map(EventSource.Queue::queueArn);
        Stream<String> failed = stack.functions().stream()
                .flatMap(function -> function.events(EventSource.TableStream.class))
                .map(EventSource.TableStream::failureQueueArn)
                .flatMap(Optional::stream);
        Stream<String> redriven = stack.queues().stream()
                .map(QueueResource::redrive)
                .flatMap(Optional::stream)
                .map(QueueResource.Redrive::deadLetterArn);
        Stream<String> allowed = stack.functions().stream()
                .flatMap(function -> function.policies().stream())
                .flatMap(statement -> statement.resources().stream())
                .filter(arn -> arn.contains(":sqs:"));
        Stream<String> ruled =
                stack.rules().stream().flatMap(rule -> rule.targets().stream().map(RuleResource.Target::arn));

        assertThat(stack.queues())
                .extracting(QueueResource::arn)
                .hasSize(18)
                .containsAll(Stream.of(consumed, failed, redriven, allowed, ruled)
                        .flatMap(arns -> arns)
                        .distinct()
                        .toList());
    }

    private Stack read(String nested, String parameters, String resources) throws IOException {
        Files.writeString(folder.resolve("nested.yaml"), nested);
        Path main = Files.writeString(folder.resolve("template.yaml"), """
                Resources:
                  Nested:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: nested.yaml, Parameters: %s}
                """.formatted(parameters) + resources);
        return Stack.of(Template.read(main, Map.of()), IDS);
    }
}
