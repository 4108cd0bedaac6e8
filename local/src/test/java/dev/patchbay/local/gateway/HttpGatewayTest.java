package dev.patchbay.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.testfunction.FunctionZip;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpGatewayTest {
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
              Echo:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.patchbay.local.testfunction.HttpEchoHandler
                  Events:
                    Open: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: "/open/{id}", Auth: {Authorizer: NONE}}}
                    Shut: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /shut}}
              Absent:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: com.example.Absent
                  Events:
                    Broken: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /broken, Auth: {Authorizer: NONE}}}
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
        JsonNode event = event(request("/raw/a%20b/c?x=1&x=2&y=%C3%A9")
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
        JsonNode event = event(request("/raw/x")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=1")));

        assertThat(event.path("body").asText()).isEqualTo("YT0x");
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void statusHeadersCookiesAndBodyComeBack() throws Exception {
        HttpResponse<String> response =
                send(request("/open/7").POST(BodyPublishers.ofString("ping")).header("Content-Type", "text/plain"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2; HttpOnly");
        assertThat(response.headers().firstValue("x-route")).contains("POST /open/{id}");
        assertThat(response.body()).startsWith("ping").contains("{id=7}");
    }

    @Test
    void onlyGoodTokensPass() throws Exception {
        String good = cloud.token("acme", "ann", "owner");

        assertThat(send(request("/shut")).statusCode()).isEqualTo(401);
        assertThat(send(request("/shut").header("Authorization", "Bearer " + good + "x"))
                        .body())
                .isEqualTo("{\"message\":\"Unauthorized\"}");
        HttpResponse<String> response = send(request("/shut").header("Authorization", "Bearer " + good));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body())
                .contains("workspace=acme")
                .contains("role=owner")
                .contains("sub=ann");
    }

    @Test
    void unknownRouteIsNotFound() throws Exception {
        HttpResponse<String> response = send(request("/nowhere"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        HttpResponse<String> response =
                send(request("/raw/x").POST(BodyPublishers.ofByteArray(new byte[11 * 1024 * 1024])));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void preflightsAreAnsweredForAllowedOriginsOnly() throws Exception {
        HttpResponse<String> allowed = preflight("http://localhost:5173");
        HttpResponse<String> foreign = preflight("http://evil.example");

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("http://localhost:5173");
        assertThat(allowed.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void aFailedFunctionIsAnInternalError() throws Exception {
        HttpResponse<String> response = send(request("/broken"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void answersSayWhichOriginMayReadThem() throws Exception {
        HttpResponse<String> response = send(request("/raw/x").header("Origin", "http://localhost:5173"));

        assertThat(response.headers().firstValue("access-control-allow-origin")).contains("http://localhost:5173");
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
