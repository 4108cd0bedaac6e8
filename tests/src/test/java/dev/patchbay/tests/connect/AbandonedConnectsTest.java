package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.functions.oauth.AbandonedConnects;
import dev.patchbay.functions.oauth.AbandonedMessage;
import dev.patchbay.functions.oauth.Completion;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A grant that no member completes is revoked: its message comes eleven minutes after the callback. */
@ExtendWith(AwsUnderTest.class)
class AbandonedConnectsTest {
    private static final Duration DELAY = Duration.ofMinutes(11);
    private static final String REVOKE = "/services/oauth2/revoke";

    private final MovableClock clock = OAuthUnderTest.clock();
    private final OAuthUnderTest oauth;
    private final WorkspaceId workspace;
    private final AbandonedConnects grants;
    private Set<String> before = Set.of();

    AbandonedConnectsTest(Aws aws) {
        oauth = new OAuthUnderTest(aws, clock);
        workspace = aws.newWorkspace();
        grants = new AbandonedConnects(oauth.pending(), oauth.ended(), clock);
    }

    @BeforeEach
    void remember() {
        before = oauth.salesforce().liveTokens();
    }

    @AfterEach
    void stop() {
        oauth.close();
    }

    @Test
    void itIsRevokedAndDeleted() {
        PendingGrant grant = oauth.granted(workspace);
        assertThat(oauth.since(before)).isNotEmpty();
        clock.advance(DELAY);

        assertThat(later(grant)).isEmpty();

        assertThat(oauth.since(before)).isEmpty();
        assertThat(oauth.stored(grant)).isEmpty();
    }

    @Test
    void earlyMessageIsRequeuedAndTheGrantStaysUsable() {
        PendingGrant grant = oauth.granted(workspace);

        assertThat(later(grant)).containsExactly("m1");

        assertThat(oauth.completion().complete(grant)).isEqualTo(Completion.Result.CONNECTED);
    }

    @Test
    void anOutageOfTheProviderKeepsTheCredentialForTheNextAttempt() {
        PendingGrant grant = oauth.granted(workspace);
        oauth.salesforce().misbehave(new Misbehaviour.Answer(REVOKE, 1, 503));
        clock.advance(DELAY);

        assertThat(later(grant)).containsExactly("m1");
        assertThat(oauth.since(before)).isNotEmpty();
        assertThat(oauth.completion().complete(grant)).isEqualTo(Completion.Result.OVERTAKEN);

        assertThat(later(grant)).isEmpty();
        assertThat(oauth.since(before)).isEmpty();
        assertThat(oauth.stored(grant)).isEmpty();
    }

    @Test
    void aCompletedGrantStaysAndItsMarkIsDeleted() {
        PendingGrant grant = oauth.granted(workspace);
        oauth.completion().complete(grant);
        clock.advance(DELAY);

        assertThat(later(grant)).isEmpty();

        assertThat(oauth.stored(grant)).isEmpty();
        assertThat(oauth.since(before)).isNotEmpty();
        assertThat(oauth.parts().stores().connections().list(workspace)).hasSize(1);
    }

    @Test
    void aGrantOfAnAccountThatIsConnectedIsDeletedAndNotRevoked() {
        PendingGrant abandoned = oauth.granted(workspace);
        oauth.completion().complete(oauth.granted(workspace));
        clock.advance(DELAY);

        assertThat(later(abandoned)).isEmpty();

        assertThat(oauth.stored(abandoned)).isEmpty();
        assertThat(oauth.salesforce().requests())
                .noneMatch(request -> request.path().endsWith(REVOKE));
    }

    @Test
    void aGrantOfAnErasedWorkspaceIsDeleted() {
        PendingGrant grant = oauth.granted(workspace);
        oauth.providers().destroyKeys(workspace);
        clock.advance(DELAY);

        assertThat(later(grant)).isEmpty();

        assertThat(oauth.stored(grant)).isEmpty();
    }

    @Test
    void aMessageWithoutAGrantIsDone() {
        PendingGrant never = oauth.providers()
                .pending(workspace, "salesforce", OAuthUnderTest.ACCOUNT, "never-stored", clock.instant());

        assertThat(later(never)).isEmpty();
    }

    @Test
    void aMessageThatCannotBeReadGoesBackAndTheOthersAreDone() {
        PendingGrant grant = oauth.granted(workspace);
        clock.advance(DELAY);
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message("bad", "{}"), message("good", body(grant))));

        assertThat(grants.work(event, new RehearsalContext()).getBatchItemFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getItemIdentifier()).isEqualTo("bad"));
        assertThat(oauth.stored(grant)).isEmpty();
    }

    /** The messages that go back to the queue. */
    private List<String> later(PendingGrant grant) {
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message("m1", body(grant))));
        return grants.work(event, new RehearsalContext()).getBatchItemFailures().stream()
                .map(failure -> failure.getItemIdentifier())
                .toList();
    }

    private static String body(PendingGrant grant) {
        return new AbandonedMessage(grant.workspace(), grant.handleHash()).toJson();
    }

    private static SQSEvent.SQSMessage message(String id, String body) {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId(id);
        message.setBody(body);
        return message;
    }
}
