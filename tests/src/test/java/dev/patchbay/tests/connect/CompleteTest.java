package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.connection.PendingGrant;
import dev.patchbay.functions.oauth.Complete;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ProblemException;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;

/** Only the member who began a connect may complete it; other callers are refused, whether or not the grant can be revoked. */
@ExtendWith(AwsUnderTest.class)
class CompleteTest {
    private final MovableClock clock = OAuthUnderTest.clock();
    private final OAuthUnderTest oauth;
    private final WorkspaceId attackers;
    private final WorkspaceId victims;

    CompleteTest(Aws aws) {
        oauth = new OAuthUnderTest(aws, clock);
        attackers = aws.newWorkspace();
        victims = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        oauth.close();
    }

    @Test
    void aFaultWhileTheGrantIsEndedDoesNotChangeTheRefusal() {
        String handle = OneTimeToken.random(oauth.parts().random()).reveal();
        PendingGrant unreadable = unreadable(OneTimeToken.hash(handle));
        oauth.pending().put(unreadable, Optional.empty());
        Complete complete = new Complete(oauth.parts(), oauth.pending(), oauth.completion(), oauth.ended());

        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> complete.answer(request(handle)));

        assertThat(refusal.problem().status()).isEqualTo(403);
        assertThat(refusal.problem().detail()).contains("the access that was granted is not used");
        assertThat(oauth.stored(unreadable))
                .get()
                .isInstanceOfSatisfying(
                        PendingGrant.class, grant -> assertThat(grant.ended()).isTrue());
    }

    /** Returns a grant whose credential is stored in an unknown form. */
    private PendingGrant unreadable(String hash) {
        PendingGrant grant = oauth.granted(attackers);
        return new PendingGrant(
                hash,
                grant.agreed()
                        .with(oauth.parts()
                                .vault()
                                .seal(PendingGrant.credentialPlace(attackers, hash), Secret.of("{}"))),
                Optional.empty(),
                false,
                clock.instant().plus(Duration.ofMinutes(10)),
                false);
    }

    private ApiRequest request(String handle) {
        return new ApiRequest(
                "req-1",
                "POST /api/auth/oauth/complete",
                Map.of(),
                Map.of(),
                Map.of(),
                SdkBytes.fromUtf8String("{\"handle\":\"" + handle + "\"}"),
                Optional.of(new Member(victims, new MemberId("vic"), Role.OWNER)),
                "localhost");
    }
}
