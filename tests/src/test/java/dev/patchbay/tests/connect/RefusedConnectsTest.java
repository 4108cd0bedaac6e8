package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Pending;
import dev.patchbay.connection.RefusedGrant;
import dev.patchbay.functions.oauth.AbandonedConnects;
import dev.patchbay.functions.oauth.AbandonedMessage;
import dev.patchbay.functions.oauth.Callback;
import dev.patchbay.functions.oauth.Handover;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SentMessages;
import dev.patchbay.vault.OneTimeToken;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;

/** A grant that the callback refuses and cannot revoke is stored, and the queue's worker revokes it. */
@ExtendWith(AwsUnderTest.class)
class RefusedConnectsTest {
    private static final String TOKENS = "\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\"";
    private static final HostileAnswer WITHOUT_SCOPES =
            HostileAnswer.json(200, "{" + TOKENS + ",\"scope\":\"openid\"}");
    private static final HostileAnswer NO_IDENTITY = HostileAnswer.json(500, "{}");
    private static final HostileAnswer UNAVAILABLE = HostileAnswer.json(503, "{}");

    private final MovableClock clock = OAuthUnderTest.clock();
    private final HostileProvider provider = new HostileProvider();
    private final SentMessages queue = new SentMessages();
    private final WorkspaceId workspace;
    private final OAuthUnderTest oauth;

    RefusedConnectsTest(Aws aws) {
        workspace = aws.newWorkspace();
        oauth = new OAuthUnderTest(aws, clock, provider);
    }

    @AfterEach
    void stop() {
        oauth.close();
        provider.close();
    }

    @Test
    void lateGrantIsRevokedByTheQueue() {
        provider.sends(WITHOUT_SCOPES, NO_IDENTITY);
        provider.beforeTokens(() -> clock.advance(Duration.ofSeconds(16)));

        assertThat(callback("salesforce")).contains("missing_scopes");
        assertThat(provider.revoked()).isEmpty();
        assertThat(stored()).containsInstanceOf(RefusedGrant.class);
        assertThat(queue.sent().getLast().delaySeconds()).isEqualTo(60);

        assertThat(worked()).isTrue();
        assertThat(provider.revoked()).containsExactly("refresh-1");
        assertThat(stored()).isEmpty();
    }

    @Test
    void grantNotRevokedInAnOutageIsRevokedByTheQueue() {
        provider.sends(WITHOUT_SCOPES, NO_IDENTITY);
        provider.answersRevocations(UNAVAILABLE, UNAVAILABLE);

        assertThat(callback("salesforce")).contains("missing_scopes");
        assertThat(stored()).isPresent();

        assertThat(worked()).isFalse();
        assertThat(stored()).isPresent();
        assertThat(worked()).isTrue();
        assertThat(provider.revoked()).containsExactly("refresh-1", "refresh-1", "refresh-1");
        assertThat(stored()).isEmpty();
    }

    @Test
    void tokensBesideAnErrorAreRevokedByTheQueueToo() {
        provider.sends(HostileAnswer.json(400, "{" + TOKENS + ",\"error\":\"invalid_grant\"}"), NO_IDENTITY);
        provider.answersRevocations(UNAVAILABLE);

        assertThat(callback("salesforce")).contains("exchange_failed");
        assertThat(stored()).isPresent();

        assertThat(worked()).isTrue();
        assertThat(provider.revoked()).containsExactly("refresh-1", "refresh-1");
        assertThat(stored()).isEmpty();
    }

    @Test
    void tokensOfTheWrongKindAreRevokedByTheQueueIfUnused() {
        provider.sends(
                HostileAnswer.json(200, "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\"}"),
                HostileAnswer.json(
                        200,
                        "{\"ok\":true,\"team_id\":\"T1\",\"team\":\"Acme\",\"user_id\":\"U1\",\"user\":\"john\"}"));
        provider.answersRevocations(UNAVAILABLE);

        assertThat(callback("slack-user")).contains("unusable_answer");

        assertThat(worked()).isTrue();
        assertThat(provider.revoked()).containsExactly("xoxb-1", "xoxb-1");
    }

    @Test
    void aGrantOfAWholeAccountStaysIfItsAccountIsNotKnown() {
        provider.sends(WITHOUT_SCOPES, NO_IDENTITY);
        provider.beforeTokens(() -> clock.advance(Duration.ofSeconds(16)));

        assertThat(callback("gmail")).contains("missing_scopes");
        assertThat(stored()).isPresent();

        assertThat(worked()).isTrue();
        assertThat(provider.revoked()).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @Test
    void aStoredGrantIsReadAsItWas() {
        RefusedGrant grant = new RefusedGrant(
                "unused-" + UUID.randomUUID(),
                workspace,
                new MemberId("ann"),
                new ProviderId("gmail"),
                Optional.of(new Account("1", "john@gmail.com")),
                true,
                oauth.granted(workspace).agreed().access().credential());

        oauth.pending().put(grant, clock.instant());

        assertThat(oauth.pending().find(grant.handleHash())).contains(grant);
    }

    private Optional<Pending> stored() {
        return oauth.pending()
                .find(AbandonedMessage.of(queue.sent().getLast().messageBody()).handleHash());
    }

    /** Whether the queue's worker is done with the last message. */
    private boolean worked() {
        return new AbandonedConnects(oauth.pending(), oauth.ended(), clock)
                .work(queue.last(), new RehearsalContext())
                .getBatchItemFailures()
                .isEmpty();
    }

    /** Where the person is sent when the provider has answered with a code. */
    private String callback(String name) {
        String state = UUID.randomUUID().toString();
        oauth.parts()
                .stores()
                .states()
                .put(new OAuthState(
                        OneTimeToken.hash(state),
                        new OAuthState.Requester(workspace, new MemberId("ann"), Optional.empty()),
                        new ProviderId(name),
                        Optional.empty(),
                        "/settings/integrations",
                        new OAuthState.Exchange(
                                URI.create("http://localhost/api/auth/oauth/" + name + "/callback"), Optional.empty()),
                        clock.instant().plus(Duration.ofMinutes(10))));
        Handover handover = new Handover(oauth.parts(), oauth.pending(), () -> queue, "queue");
        return new Callback(oauth.parts(), handover, URI.create("https://app.example.com"))
                .answer(new ApiRequest(
                        "req-1",
                        "GET /api/auth/oauth/{provider}/callback",
                        Map.of("provider", name),
                        Map.of("state", state, "code", "code-1"),
                        Map.of(),
                        SdkBytes.fromUtf8String(""),
                        Optional.empty(),
                        "localhost"))
                .headers()
                .getOrDefault("Location", "");
    }
}
