package dev.patchbay.http;

import static dev.patchbay.http.ApiCalls.OWNER;
import static dev.patchbay.http.ApiCalls.ROUTE;
import static dev.patchbay.http.ApiCalls.api;
import static dev.patchbay.http.ApiCalls.assertProblem;
import static dev.patchbay.http.ApiCalls.call;
import static dev.patchbay.http.ApiCalls.event;
import static dev.patchbay.http.ApiCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class ApiTest {
    private final List<ApiRequest> seen = new ArrayList<>();
    private final Api api = api(request -> {
        seen.add(request);
        return ApiResponse.json(200, Map.of("ok", true));
    });

    @Test
    void requestIsHandedOnWhole() {
        APIGatewayV2HTTPEvent event = event(OWNER, "{\"a\":1}");
        event.setHeaders(Map.of("idempotency-key", "k"));
        event.setQueryStringParameters(Map.of("q", "x", "empty", ""));
        event.setPathParameters(Map.of("id", "7"));

        call(api, event);

        ApiRequest request = seen.getFirst();
        assertThat(request.route()).isEqualTo(ROUTE);
        assertThat(request.path("id")).isEqualTo("7");
        assertThat(request.query("q")).contains("x");
        assertThat(request.query("empty")).isEmpty();
        assertThat(request.header("Idempotency-Key")).contains("k");
        assertThat(request.body().asUtf8String()).isEqualTo("{\"a\":1}");
        assertThat(request.host()).isEqualTo("api.example.org");
    }

    @Test
    void whatTheGatewayLeavesOutIsEmpty() {
        APIGatewayV2HTTPEvent bare = event(OWNER, null);

        call(api, bare);

        ApiRequest request = seen.getFirst();
        assertThat(request.body().asByteArray()).isEmpty();
        assertThat(request.query()).isEmpty();
        assertThat(request.headers()).isEmpty();
    }

    @Test
    void encodedBodyIsDecodedByteForByte() {
        byte[] bytes = {0, (byte) 0xff, 13, 10, (byte) 0xc3};
        APIGatewayV2HTTPEvent event = event(OWNER, Base64.getEncoder().encodeToString(bytes));
        event.setIsBase64Encoded(true);

        call(api, event);

        assertThat(seen.getFirst().body().asByteArray()).isEqualTo(bytes);
    }

    @Test
    void bodyOfAMillionBytesIsAccepted() {
        assertThat(call(api, event(OWNER, "x".repeat(1_000_000))).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void largerBodyIsRefused() throws JsonProcessingException {
        APIGatewayV2HTTPResponse response = call(api, event(OWNER, "x".repeat(1_000_001)));

        assertProblem(
                response, 413, "payload_too_large", "The body is larger than the 1,000,000 bytes that are accepted");
        assertThat(seen).isEmpty();
    }

    @Test
    void sizeIsCountedInBytesAfterDecoding() {
        APIGatewayV2HTTPEvent fits = event(OWNER, Base64.getEncoder().encodeToString(new byte[1_000_000]));
        fits.setIsBase64Encoded(true);

        assertThat(call(api, fits).getStatusCode()).isEqualTo(200);
        assertThat(call(api, event(OWNER, "é".repeat(500_001))).getStatusCode()).isEqualTo(413);
    }

    @Test
    void unknownRouteIsNotFound() throws JsonProcessingException {
        APIGatewayV2HTTPEvent event = event(OWNER, "{}");
        event.setRouteKey("GET /elsewhere");

        assertProblem(call(api, event), 404, "not_found", "There is no such route in this workspace");
    }

    @Test
    void malformedBodyNamesTheField() throws JsonProcessingException {
        record Thing(String name) {}
        Api reading = api(request -> ApiResponse.json(200, request.json(Thing.class)));

        APIGatewayV2HTTPResponse response = call(reading, event(OWNER, "{}"));

        assertProblem(response, 400, "invalid_request", "\"name\" is missing");
        assertThat(json(response).path("field").asText()).isEqualTo("name");
    }

    @Test
    void bugIsAnsweredWithoutDetail() throws JsonProcessingException {
        Api failing = api(request -> {
            throw new IllegalStateException("the secret is xoxb-1");
        });

        APIGatewayV2HTTPResponse response = call(failing, event(OWNER, "{}"));

        assertProblem(
                response,
                500,
                "internal_error",
                "Nothing you sent is at fault. Try again; if it stays, report request request-1");
        assertThat(response.getBody()).doesNotContain("xoxb-1").doesNotContain("IllegalState");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "ValidationException", "ResourceNotFoundException"})
    void whatAwsRefusesForGoodIsNotToBeSentAgain(String code) throws JsonProcessingException {
        assertThat(detailOf(refusal(code))).isEqualTo("Sending it again does not help. Report request request-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ExpiredTokenException",
                "TransactionConflictException",
                "ConditionalCheckFailedException",
                "RequestTimeout",
                "ThrottlingException",
                "RequestTimeTooSkewed"
            })
    void whatAwsRefusesAtTheMomentMayBeSentAgain(String code) throws JsonProcessingException {
        assertThat(detailOf(refusal(code))).startsWith("Nothing you sent is at fault. Try again");
    }

    @Test
    void retriesTransactionsUnlessAPartIsInvalid() throws JsonProcessingException {
        assertThat(detailOf(canceled("None", "TransactionConflict"))).contains("Try again");
        assertThat(detailOf(canceled("ConditionalCheckFailed", "None"))).contains("Try again");
        assertThat(detailOf(canceled("ThrottlingError"))).contains("Try again");
        assertThat(detailOf(canceled("None", "ValidationError"))).startsWith("Sending it again does not help");
    }

    private static String detailOf(RuntimeException failure) throws JsonProcessingException {
        Api failing = api(request -> {
            throw failure;
        });
        return json(call(failing, event(OWNER, "{}"))).path("detail").asText();
    }

    private static RuntimeException refusal(String code) {
        return AwsServiceException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private static RuntimeException canceled(String... reasons) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Arrays.stream(reasons)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("TransactionCanceledException")
                        .build())
                .build();
    }

    @Test
    void problemsAreProblemJsonAndNeverCached() {
        APIGatewayV2HTTPResponse response = call(api, event(Map.of(), "{}"));

        assertThat(response.getHeaders())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Cache-Control", "no-store");
    }

    @Test
    void answerCarriesHeaders() {
        Api setting = api(request -> ApiResponse.redirect("/done").withHeader("X-A", "1"));

        APIGatewayV2HTTPResponse response = call(setting, event(OWNER, "{}"));

        assertThat(response.getStatusCode()).isEqualTo(302);
        assertThat(response.getHeaders())
                .containsEntry("Location", "/done")
                .containsEntry("X-A", "1")
                .containsEntry("Cache-Control", "no-store");
    }

    @Test
    void absentValuesAreLeftOutOfTheAnswer() {
        record Answer(Optional<String> here, Optional<String> absent, Instant at) {}
        Answer answer = new Answer(Optional.of("x"), Optional.empty(), Instant.parse("2026-11-20T12:00:00Z"));

        assertThat(ApiResponse.json(200, answer).body()).isEqualTo("{\"here\":\"x\",\"at\":\"2026-11-20T12:00:00Z\"}");
    }

    @Test
    void requestPrintsItsRouteOnly() {
        APIGatewayV2HTTPEvent event = event(OWNER, "secret");
        event.setHeaders(Map.of("authorization", "secret"));
        event.setQueryStringParameters(Map.of("code", "secret"));
        event.setCookies(List.of("nonce=secret"));

        call(api, event);

        assertThat(seen.getFirst()).hasToString("ApiRequest[" + ROUTE + "]");
    }
}
