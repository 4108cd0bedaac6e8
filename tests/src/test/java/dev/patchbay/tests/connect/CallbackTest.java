package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.functions.oauth.Callback;
import dev.patchbay.functions.oauth.Handover;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.functions.oauth.OAuthStateStore;
import dev.patchbay.functions.oauth.VerifierPlace;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders.Consent;
import dev.patchbay.vault.OneTimeToken;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A callback stores the grant behind its message; if that fails, the person returns to the app and the grant is revoked. */
@ExtendWith(AwsUnderTest.class)
class CallbackTest {
    private static final URI APP = URI.create("https://app.example.com");

    private final Aws aws;
    private final MovableClock clock = OAuthUnderTest.clock();
    private final OAuthUnderTest oauth;
    private final SqsClient sqs;
    private final String queue;

    CallbackTest(Aws aws) {
        this.aws = aws;
        oauth = new OAuthUnderTest(aws, clock);
        sqs = aws.clients().sqs();
        queue = aws.newQueue("PendingGrantsQueue");
    }

    @AfterEach
    void stop() {
        oauth.close();
    }

    @Test
    void messageOfAnAbandonedGrantIsDelayedUntilItsEnd() {
        ApiResponse answer = callback(queue).answer(request(begun()));

        assertThat(location(answer)).startsWith(APP + "/settings/integrations#patchbay_handle=");
        assertThat(sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
    }

    @Test
    void faultAfterTheStateWasConsumedRevokesTheGrant() {
        Set<String> before = oauth.salesforce().liveTokens();

        ApiResponse answer = callback(queue + "-that-is-not-there").answer(request(begun()));

        assertThat(location(answer))
                .startsWith(APP + "/settings/integrations#patchbay_error=connect_failed&patchbay_message=")
                .endsWith("&patchbay_provider=salesforce");
        assertThat(oauth.salesforce().given()).hasSizeGreaterThan(before.size());
        assertThat(oauth.since(before)).isEmpty();
    }

    @Test
    void aFaultBeforeItIsAPageForPeople() {
        ApiRequest incomplete = new ApiRequest(
                "req-1",
                "GET /api/auth/oauth/{provider}/callback",
                Map.of(),
                Map.of("state", begun().get("state"), "code", "any"),
                Map.of(),
                SdkBytes.fromUtf8String(""),
                Optional.empty(),
                "localhost");

        ApiResponse answer = callback(queue).answer(incomplete);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(answer.body()).contains("req-1", "connect again").doesNotContain("\"code\"", "Exception");
    }

    private Callback callback(String queueUrl) {
        return new Callback(oauth.parts(), new Handover(oauth.parts(), oauth.pending(), () -> sqs, queueUrl), APP);
    }

    /** Returns the callback of Salesforce for a connect that a member began. */
    private Map<String, String> begun() {
        WorkspaceId workspace = aws.newWorkspace();
        String state = UUID.randomUUID().toString();
        String hash = OneTimeToken.hash(state);
        Consent consent = oauth.providers().consented("salesforce", OAuthUnderTest.ACCOUNT);
        new OAuthStateStore(aws.clients().dynamoDb(), aws.table("OAuthStatesTable"))
                .put(new OAuthState(
                        hash,
                        new OAuthState.Requester(workspace, new MemberId("ann"), Optional.empty()),
                        new ProviderId("salesforce"),
                        Optional.empty(),
                        "/settings/integrations",
                        new OAuthState.Exchange(
                                consent.redirectUri(),
                                consent.verifier()
                                        .map(verifier -> oauth.parts()
                                                .vault()
                                                .seal(VerifierPlace.of(workspace, hash), verifier))),
                        clock.instant().plus(Duration.ofMinutes(10))));
        return Map.of("state", state, "code", consent.code().reveal());
    }

    private static ApiRequest request(Map<String, String> query) {
        return new ApiRequest(
                "req-1",
                "GET /api/auth/oauth/{provider}/callback",
                Map.of("provider", "salesforce"),
                query,
                Map.of(),
                SdkBytes.fromUtf8String(""),
                Optional.empty(),
                "localhost");
    }

    private static String location(ApiResponse answer) {
        return answer.headers().getOrDefault("Location", "");
    }
}
