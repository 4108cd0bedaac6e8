package dev.patchbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against the reader and the writer of AWS's runtime client. */
class HttpEventsTest {
    private static final ClassLoader CLASSES = HttpEventsTest.class.getClassLoader();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../events"))) {
            return files.filter(file -> text(file).contains("\"routeKey\"")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatTheRuntimeClientReads(Path file) throws IOException {
        String json = text(file);
        APIGatewayV2HTTPEvent theirs = LambdaEventSerializers.serializerFor(APIGatewayV2HTTPEvent.class, CLASSES)
                .fromJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

        APIGatewayV2HTTPEvent ours = read(json);

        assertThat(ours)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "version",
                        "routeKey",
                        "rawPath",
                        "rawQueryString",
                        "headers",
                        "queryStringParameters",
                        "pathParameters",
                        "body",
                        "isBase64Encoded",
                        "requestContext.requestId",
                        "requestContext.routeKey",
                        "requestContext.domainName",
                        "requestContext.authorizer.jwt.claims")
                .isEqualTo(theirs);
    }

    @Test
    void routeWithoutTokenParametersAndBodyIsRead() throws IOException {
        APIGatewayV2HTTPEvent event = read("{\"routeKey\":\"GET /x\",\"requestContext\":{\"requestId\":\"1\"}}");

        assertThat(event.getRequestContext().getAuthorizer()).isNull();
        assertThat(event.getPathParameters()).isNull();
        assertThat(event.getBody()).isNull();
    }

    @Test
    void answerIsWrittenAsTheRuntimeClientWritesIt() throws IOException {
        APIGatewayV2HTTPResponse answer = APIGatewayV2HTTPResponse.builder()
                .withStatusCode(200)
                .withHeaders(Map.of("Content-Type", "application/json"))
                .withBody("{\"a\":\"\u00e9\"}")
                .withIsBase64Encoded(false)
                .build();
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();

        HttpEvents.write(answer, ours);

        LambdaEventSerializers.serializerFor(APIGatewayV2HTTPResponse.class, CLASSES)
                .toJson(answer, theirs);
        JsonNode expected = JSON.readTree(theirs.toByteArray());
        assertThat(JSON.readTree(ours.toByteArray()).properties())
                .containsExactlyInAnyOrderElementsOf(expected.properties().stream()
                        .filter(field -> !field.getValue().isNull())
                        .toList());
    }

    @Test
    void claimThatIsNullIsAbsent() throws IOException {
        APIGatewayV2HTTPEvent event = read("""
                {"requestContext": {"authorizer": {"jwt": {"claims": {"sub": "ann", "email": null}}}}}""");

        assertThat(event.getRequestContext().getAuthorizer().getJwt().getClaims())
                .containsEntry("sub", "ann")
                .doesNotContainKey("email");
    }

    private static APIGatewayV2HTTPEvent read(String json) throws IOException {
        return HttpEvents.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
