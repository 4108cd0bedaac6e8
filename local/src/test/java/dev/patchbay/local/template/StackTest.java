package dev.patchbay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackTest {
    private static final PhysicalIds IDS = new PhysicalIds(
            "patchbay-dev", "us-east-1", "000000000000", URI.create("http://127.0.0.1:3002"), Map.of("Key", "k-1"));

    @Test
    void patchbaysOwnTemplateIsSupported() {
        Template template = Template.read(
                Path.of("../template.yaml"),
                Map.of(
                        "JwtIssuer", "http://localhost:3003/default",
                        "AppUrl", "http://localhost:3000",
                        "AllowedOrigins", "http://localhost:3000, http://localhost:5173",
                        "MailSender", "hub@example.com"));

        Stack stack = Stack.of(template, IDS);

        FunctionResource callback = stack.function("OAuthCallbackFunction");
        assertThat(callback.environment())
                .containsEntry("APP_URL", "http://localhost:3000")
                .containsEntry("CONNECTIONS_TABLE", "patchbay-dev-ConnectionsTable");
        assertThat(callback.events(EventSource.Route.class))
                .containsExactly(new EventSource.Route(
                        "Callback", "GET", "/api/auth/oauth/{provider}/callback", Optional.empty()));
        assertThat(stack.apis().getFirst().cors().origins())
                .containsExactly("http://localhost:3000", "http://localhost:5173");
    }

    @Test
    void aNumberBelowItsLeastIsRefused() {
        String yaml = "Parameters: { Most: { Type: Number, Default: 5, MinValue: 1 } }";

        assertThat(Template.parse(yaml, Map.of("Most", "1")).parameters()).containsEntry("Most", "1");
        for (String wrong : List.of("0", "-1", "many", "")) {
            assertThatThrownBy(() -> Template.parse(yaml, Map.of("Most", wrong)))
                    .hasMessageContaining("Parameter Most is \"" + wrong + "\"; it must be a whole number from 1.");
        }
    }

    @Test
    void eventsAreRelayedUntilTheyAreTooOld() {
        Template template = Template.read(
                Path.of("../template.yaml"),
                Map.of(
                        "JwtIssuer", "http://localhost:3003/default",
                        "AppUrl", "http://localhost:3000",
                        "AllowedOrigins", "http://localhost:3000",
                        "MailSender", "hub@example.com"));

        FunctionResource relay = Stack.of(template, IDS).function("EventRelayFunction");

        // A stream keeps its changes for 24 hours: what is given up must be found in it for a while.
        assertThat(relay.events(EventSource.TableStream.class)).hasSize(3).allSatisfy(stream -> {
            assertThat(stream.maximumRetries()).isEqualTo(-1);
            assertThat(stream.maximumAge()).contains(Duration.ofHours(23));
            assertThat(stream.bisects()).isTrue();
            assertThat(stream.reportsItemFailures()).isTrue();
            assertThat(stream.failureQueueArn()).isPresent();
        });
    }

    @Test
    void everyQueueHasABulkhead() {
        Stack stack = patchbay(Map.of("ActionConcurrency", "30", "RefreshConcurrency", "20"));

        List<EventSource.Queue> queues = stack.functions().stream()
                .flatMap(function -> function.events(EventSource.Queue.class))
                .toList();

        assertThat(queues)
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(queue -> assertThat(queue.maximumConcurrency())
                        .as(queue.queueArn())
                        .isPresent());
        assertThat(maximumConcurrency(stack, "ActionGmailFunction")).isEqualTo(30);
        assertThat(maximumConcurrency(stack, "ActionSlackFunction")).isEqualTo(30);
        assertThat(maximumConcurrency(stack, "ActionApolloFunction")).isEqualTo(30);
        assertThat(maximumConcurrency(stack, "RefreshFunction")).isEqualTo(20);
    }

    @Test
    void nothingIsReservedUnlessAnOperatorAsksForIt() {
        Map<String, String> asked = Map.of("CallbackReservedConcurrency", "20", "EventRelayReservedConcurrency", "12");

        assertThat(patchbay(Map.of()).functions())
                .allSatisfy(function -> assertThat(function.reservedConcurrency())
                        .as(function.logicalId())
                        .isEmpty());
        assertThat(patchbay(asked).function("OAuthCallbackFunction").reservedConcurrency())
                .contains(20);
        assertThat(patchbay(asked).function("EventRelayFunction").reservedConcurrency())
                .contains(12);
    }

    @Test
    void aMaximumConcurrencyThatLambdaRefusesIsRefused() {
        String yaml = """
                Resources:
                  Queue: {Type: AWS::SQS::Queue}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      CodeUri: f.zip
                      Handler: a.B
                  One:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: !Ref F.Alias, EventSourceArn: !GetAtt Queue.Arn, ScalingConfig: {MaximumConcurrency: 1}}
                  Many:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: !Ref F.Alias, EventSourceArn: !GetAtt Queue.Arn, ScalingConfig: {MaximumConcurrency: 1001}}
                """;

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("MaximumConcurrency: must be from 2 to 1000, not 1.")
                .hasMessageContaining("MaximumConcurrency: must be from 2 to 1000, not 1001.");
    }

    @Test
    void theLocalStackTakesNoMoreAtOnceThanLambdaWould() {
        FunctionResource function = read("""
                Resources:
                  Queue: {Type: AWS::SQS::Queue}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      CodeUri: f.zip
                      Handler: a.B
                      ReservedConcurrentExecutions: 3
                  Narrow:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: !Ref F.Alias, EventSourceArn: !GetAtt Queue.Arn, ScalingConfig: {MaximumConcurrency: 2}}
                  Wide:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: !Ref F.Alias, EventSourceArn: !GetAtt Queue.Arn}
                """).function("F");

        assertThat(function.events(EventSource.Queue.class).map(queue -> queue.pollers(8)))
                .containsExactly(2, 8);
        assertThat(function.events(EventSource.Queue.class).map(queue -> queue.pollers(1)))
                .containsExactly(1, 1);
        assertThat(function.environments(8)).isEqualTo(3);
    }

    @Test
    void anEventForWhichSamGrantsEveryQueueIsRefused() {
        String yaml = """
                Resources:
                  Queue: {Type: AWS::SQS::Queue}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      CodeUri: f.zip
                      Handler: a.B
                      Events:
                        All: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
                """;

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("F.All.Type: declare an AWS::Lambda::EventSourceMapping instead");
    }

    @Test
    void aMappingOfNoFunctionIsRefused() {
        String yaml = """
                Resources:
                  Queue: {Type: AWS::SQS::Queue}
                  Lost:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: nobody, EventSourceArn: !GetAtt Queue.Arn}
                """;

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Lost.FunctionName: nobody is no function of this template");
    }

    @Test
    void aMappingOfWhatTheLocalStackCannotReadIsRefused() {
        String yaml = """
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties: {Runtime: java25, CodeUri: f.zip, Handler: a.B}
                  Elsewhere:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: !Ref F.Alias, EventSourceArn: "arn:aws:kinesis:us-east-1:1:stream/s", StartingPosition: LATEST}
                """;

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Elsewhere.EventSourceArn: only queues of SQS and streams of DynamoDB");
    }

    private static int maximumConcurrency(Stack stack, String function) {
        return stack.function(function)
                .events(EventSource.Queue.class)
                .findFirst()
                .flatMap(EventSource.Queue::maximumConcurrency)
                .orElseThrow();
    }

    private static Stack patchbay(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "JwtIssuer", "http://localhost:3003/default",
                "AppUrl", "http://localhost:3000",
                "AllowedOrigins", "http://localhost:3000",
                "MailSender", "hub@example.com"));
        parameters.putAll(more);
        return Stack.of(Template.read(Path.of("../template.yaml"), parameters), IDS);
    }

    @Test
    void theCustomDomainIsTheAddressOfTheCallbacks() {
        Template template = Template.read(
                Path.of("../template.yaml"),
                Map.of(
                        "JwtIssuer", "http://localhost:3003/default",
                        "AppUrl", "http://localhost:3000",
                        "AllowedOrigins", "http://localhost:3000",
                        "MailSender", "hub@example.com",
                        "DomainName", "api.example.com",
                        "CertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/1"));

        Stack stack = Stack.of(template, IDS);

        assertThat(stack.function("OAuthAuthorizeFunction").environment())
                .containsEntry("PUBLIC_URL", "https://api.example.com");
    }

    @Test
    void theDefaultAuthorizerGuardsEveryRouteThatDoesNotRefuseIt() {
        Stack stack = read("""
                Resources:
                  Api:
                    Type: AWS::Serverless::HttpApi
                    Properties:
                      Auth:
                        DefaultAuthorizer: Jwt
                        Authorizers: {Jwt: {JwtConfiguration: {issuer: i, audience: [a]}}}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      CodeUri: f.zip
                      Handler: a.B
                      Events:
                        Shut: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: get, Path: /shut}}
                        Open: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: get, Path: /open, Auth: {Authorizer: NONE}}}
                """);

        assertThat(stack.function("F").events(EventSource.Route.class))
                .containsExactly(
                        new EventSource.Route("Shut", "GET", "/shut", Optional.of("Jwt")),
                        new EventSource.Route("Open", "GET", "/open", Optional.empty()));
    }

    @Test
    void globalsAreMergedIntoFunctions() {
        Stack stack = read("""
                Globals:
                  Function:
                    Runtime: java25
                    Timeout: 29
                    Environment: {Variables: {A: global, B: global}}
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: f.zip
                      Handler: a.B
                      Environment: {Variables: {B: own}}
                """);

        FunctionResource function = stack.function("F");
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(29));
        assertThat(function.environment()).containsOnly(Map.entry("A", "global"), Map.entry("B", "own"));
    }

    @Test
    void intrinsicFunctionsAreEvaluated() {
        Stack stack = read("""
                Parameters:
                  Stage: {Type: String, Default: prod}
                Conditions:
                  IsProd: !Equals [!Ref Stage, prod]
                  NotProd: !Not [!Condition IsProd]
                Mappings:
                  Sizes: {prod: {memory: 512}}
                Resources:
                  Queue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
                  Key: {Type: AWS::KMS::Key}
                  Absent: {Type: AWS::SQS::Queue, Condition: NotProd}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      CodeUri: f.zip
                      Handler: a.B
                      MemorySize: !FindInMap [Sizes, !Ref Stage, memory]
                      Environment:
                        Variables:
                          SUB: !Sub ${Stage}/${!literal}/${Queue.Arn}
                          SUB2: !Sub ["${x}-${Stage}", {x: !Ref AWS::Region}]
                          URL: !Ref Queue
                          KEY: !GetAtt Key.Arn
                          JOIN: !Join ["-", [a, !Select [1, !Split [",", "b,c"]]]]
                          IF: !If [NotProd, 1, 2]
                          GONE: !If [NotProd, 1, !Ref AWS::NoValue]
                """);

        assertThat(stack.queues()).hasSize(1);
        FunctionResource function = stack.function("patchbay-dev-F");
        assertThat(function.memoryMegabytes()).isEqualTo(512);
        assertThat(function.environment())
                .containsOnly(
                        Map.entry("SUB", "prod/${literal}/arn:aws:sqs:us-east-1:000000000000:patchbay-dev-Queue.fifo"),
                        Map.entry("SUB2", "us-east-1-prod"),
                        Map.entry("URL", "http://127.0.0.1:3002/000000000000/patchbay-dev-Queue.fifo"),
                        Map.entry("KEY", "arn:aws:kms:us-east-1:000000000000:key/k-1"),
                        Map.entry("JOIN", "a-c"),
                        Map.entry("IF", "2"));
    }

    @Test
    void allUnsupportedPropertiesAreReportedTogether() {
        String yaml = """
                Resources:
                  Bucket: {Type: AWS::S3::Bucket}
                  Queue: {Type: AWS::SQS::Queue, Properties: {Colour: red, VisibilityTimeout: !ImportValue x}}
                """;

        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Bucket: AWS::S3::Bucket is not supported")
                .hasMessageContaining("Queue.Colour: is not supported")
                .hasMessageContaining("Queue.VisibilityTimeout: the intrinsic function Fn::ImportValue");
    }

    @Test
    void aMissingParameterIsNamed() {
        assertThatThrownBy(() -> read("Parameters: {Issuer: {Type: String}}\nResources: {}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Parameter Issuer needs a value.");
    }

    private static Stack read(String yaml) {
        return Stack.of(Template.parse(yaml, Map.of()), IDS);
    }
}
