package dev.patchbay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.local.LocalCloudSettings.Ports;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.testfunction.FunctionZip;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class LocalCloudTest {
    private static final String TEMPLATE = """
            Parameters:
              JwtIssuer: {Type: String}
              AllowedOrigins: {Type: CommaDelimitedList}
            Globals:
              Function: {Runtime: java25, CodeUri: f.zip, Timeout: 5, Handler: dev.patchbay.local.testfunction.ScriptedHandler}
            Resources:
              Api:
                Type: AWS::Serverless::HttpApi
                Properties:
                  Auth:
                    DefaultAuthorizer: Jwt
                    Authorizers:
                      Jwt:
                        IdentitySource: $request.header.Authorization
                        JwtConfiguration: {issuer: !Ref JwtIssuer, audience: [patchbay]}
                  CorsConfiguration: {AllowOrigins: !Ref AllowedOrigins, AllowMethods: [GET], AllowCredentials: true}
              Scripted:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Raw: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: ANY, Path: "/raw/{rest+}", Auth: {Authorizer: NONE}}}
                    Nightly: {Type: ScheduleV2, Properties: {ScheduleExpression: "cron(0 3 * * ? *)", Input: '{"run":"nightly"}'}}
              Echo:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.patchbay.local.testfunction.HttpEchoHandler
                  Events:
                    Open: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: "/open/{id}", Auth: {Authorizer: NONE}}}
                    Shut: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /shut}}
              Batch:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.patchbay.local.testfunction.BatchHandler
                  Events:
                    Queue: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 5, FunctionResponseTypes: [ReportBatchItemFailures]}}
              Streamed:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Table:
                      Type: DynamoDB
                      Properties:
                        Stream: !GetAtt Table.StreamArn
                        StartingPosition: TRIM_HORIZON
                        FilterCriteria: {Filters: [{Pattern: '{"dynamodb":{"NewImage":{"event":{"S":[{"exists":true}]}}}}'}]}
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path project;

    private static LocalCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        FunctionZip.write(project.resolve("f.zip"));
        Files.writeString(project.resolve("template.yaml"), TEMPLATE);
        cloud = LocalCloud.start(LocalCloudSettings.of(project));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void aRequestBecomesAnEventOfFormatTwo() throws Exception {
        var event = event(request("/raw/a%20b/c?x=1&x=2&y=%C3%A9")
                .header("X-Thing", "one")
                .header("Cookie", "a=1; b=2")
                .POST(BodyPublishers.ofString("{\"n\":\"ü\"}"))
                .header("Content-Type", "application/json"));

        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("ANY /raw/{rest+}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/raw/a b/c");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&x=2&y=%C3%A9");
        assertThat(event.path("queryStringParameters")).isEqualTo(JSON.readTree("{\"x\":\"1,2\",\"y\":\"é\"}"));
        assertThat(event.path("pathParameters")).isEqualTo(JSON.readTree("{\"rest\":\"a b/c\"}"));
        assertThat(event.path("cookies")).isEqualTo(JSON.readTree("[\"a=1\",\"b=2\"]"));
        assertThat(event.path("headers").path("x-thing").asText()).isEqualTo("one");
        assertThat(event.path("body").asText()).isEqualTo("{\"n\":\"ü\"}");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.path("requestContext").path("http").path("method").asText())
                .isEqualTo("POST");
        assertThat(event.path("requestContext").has("authorizer")).isFalse();
    }

    @Test
    void bytesThatAreNotTextComeInBase64() throws Exception {
        var event = event(request("/raw/x")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=1")));

        assertThat(event.path("body").asText()).isEqualTo("YT0x");
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void statusHeadersCookiesAndBodyComeBack() throws Exception {
        var response =
                send(request("/open/7").POST(BodyPublishers.ofString("ping")).header("Content-Type", "text/plain"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2; HttpOnly");
        assertThat(response.headers().firstValue("x-route")).contains("POST /open/{id}");
        assertThat(response.body()).startsWith("ping").contains("{id=7}");
    }

    @Test
    void onlyGoodTokensPass() throws Exception {
        var good = cloud.token("acme", "ann", "owner");

        assertThat(send(request("/shut")).statusCode()).isEqualTo(401);
        assertThat(send(request("/shut").header("Authorization", "Bearer " + good + "x"))
                        .body())
                .isEqualTo("{\"message\":\"Unauthorized\"}");
        var response = send(request("/shut").header("Authorization", "Bearer " + good));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body())
                .contains("workspace=acme")
                .contains("role=owner")
                .contains("sub=ann");
    }

    @Test
    void whatIsNoRouteIsNotFound() throws Exception {
        var response = send(request("/nowhere"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        var response = send(request("/raw/x").POST(BodyPublishers.ofByteArray(new byte[11 * 1024 * 1024])));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void aFailedFunctionIsAnInternalError() throws Exception {
        cloud.functions().kill("Scripted");

        assertThat(send(request("/raw/x")).statusCode()).isEqualTo(200);
    }

    @Test
    void preflightsAreAnsweredForAllowedOriginsOnly() throws Exception {
        var allowed = preflight("http://localhost:5173");
        var foreign = preflight("http://evil.example");

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("http://localhost:5173");
        assertThat(allowed.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void messagesAreDoneOrComeAgainAndThenDie() {
        try (var clients = cloud.clients("tester");
                var sqs = clients.sqs()) {
            var url = sqs.getQueueUrl(r -> r.queueName("patchbay-local-Queue.fifo"))
                    .queueUrl();
            var dead = sqs.getQueueUrl(r -> r.queueName("patchbay-local-Dead.fifo"))
                    .queueUrl();
            sqs.sendMessage(r -> r.queueUrl(url).messageBody("good").messageGroupId("a"));
            sqs.sendMessage(r -> r.queueUrl(url).messageBody("fail").messageGroupId("b"));

            var buried = await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(1))
                                    .messages(),
                            messages -> !messages.isEmpty());

            assertThat(buried)
                    .singleElement()
                    .satisfies(m -> assertThat(m.body()).isEqualTo("fail"));
            var arn = "arn:aws:sqs:us-east-1:000000000000:patchbay-local-Queue.fifo";
            assertThat(cloud.functionLog().of("Batch"))
                    .contains("message good of " + arn + " 1", "message fail of " + arn + " 1")
                    .contains("message fail of " + arn + " 2")
                    .doesNotContain("message good of " + arn + " 2");
        }
    }

    @Test
    void tableChangesThatPassTheFilterReachTheFunction() {
        try (var clients = cloud.clients("tester");
                var db = clients.dynamoDb()) {
            db.putItem(r -> r.tableName("patchbay-local-Table").item(Map.of("id", AttributeValue.fromS("quiet"))));
            db.putItem(r -> r.tableName("patchbay-local-Table")
                    .item(Map.of("id", AttributeValue.fromS("loud"), "event", AttributeValue.fromS("e"))));

            var line = await().until(
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
    void eventsReachTheFunctionsThatListen() {
        try (var clients = cloud.clients("tester");
                var events = clients.eventBridge()) {
            var entry = PutEventsRequestEntry.builder()
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
        var taken = cloud.gatewayUri().getPort();
        var settings = LocalCloudSettings.of(project).withPorts(new Ports(taken, 0, 0, 0));

        assertThatThrownBy(() -> LocalCloud.start(settings))
                .hasMessage("Port " + taken
                        + ", for the API, is taken: stop what listens there or choose another with --port PORT.");
    }

    @Test
    void functionsRequestsAreKnownByTheirKey() {
        assertThat(Functions.accessKey(cloud.stack().function("Echo"))).isEqualTo("LOCALEcho");
    }

    private static JsonNode event(HttpRequest.Builder request) throws Exception {
        return JSON.readTree(send(request).body());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(cloud.gatewayUri() + path));
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        return send(HttpRequest.newBuilder(cloud.gatewayUri().resolve("/shut"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
