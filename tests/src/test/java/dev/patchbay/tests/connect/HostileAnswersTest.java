package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.Connection;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers with arbitrary answers: checks the message to the person, the stored data and the revocations. */
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAnswersTest {
    private static final Duration LONGEST_LIFE = Duration.ofDays(3651);

    private final HostileProvider provider = new HostileProvider();
    private final HostileConnects connects;

    HostileAnswersTest(Aws aws) {
        connects = new HostileConnects(aws, provider);
    }

    @AfterAll
    void stop() {
        provider.close();
    }

    static Stream<HostileRow> rows() {
        return Stream.of(HostileTokens.rows(), HostileIdentities.rows()).flatMap(all -> all);
    }

    @Test
    void thereAreAtLeastSixtyRows() {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void hostileAnswerEndsInASentenceAndLeavesNothingBehind(HostileRow row) {
        provider.sends(row.token(), row.identity());

        HostileConnects.Outcome outcome = connects.connect(row.provider());

        assertThat(outcome.code()).isEqualTo(row.code());
        assertThat(outcome.sentence()).contains(row.sentence()).doesNotContain("access-1", "refresh-1", "xoxb-1");
        if (!outcome.code().equals("connected")) {
            assertThat(outcome.sentence()).matches("\\p{Lu}[^\\p{Cc}]*\\.").hasSizeLessThan(400);
        }
        assertThat(outcome.stored().stream().map(HostileAnswersTest::label).toList())
                .isEqualTo(Stream.of(row.stored())
                        .filter(label -> !label.isEmpty())
                        .toList());
        assertThat(outcome.stored()).allSatisfy(HostileAnswersTest::isBounded);
        assertThat(provider.revoked()).isEqualTo(row.revoked());
        assertThat(provider.tokenRequests()).isEqualTo(1);
    }

    private static String label(Connection connection) {
        return connection.account().label();
    }

    private static void isBounded(Connection connection) {
        assertThat(connection.account().label().length()).isLessThanOrEqualTo(200);
        assertThat(connection.account().id().length()).isLessThanOrEqualTo(256);
        assertThat(connection.target().choices().all().size()).isLessThanOrEqualTo(100);
        assertThat(connection.scopes().size()).isLessThanOrEqualTo(200);
        assertThat(connection.access().tokensExpireAt().stream().toList())
                .allSatisfy(end -> assertThat(end).isBefore(Instant.now().plus(LONGEST_LIFE)));
        assertThat(connection.status().usable()).isTrue();
    }

    @Test
    void missingRefreshTokenIsReportedWithItsFix() {
        provider.sends(
                HostileAnswer.json(200, "{\"access_token\":\"access-1\",\"expires_in\":3600}"),
                HostileAnswer.json(200, "{\"id\":\"1\",\"email\":\"john@gmail.com\"}"));

        HostileConnects.Outcome outcome = connects.connect("gmail");

        assertThat(outcome.code()).isEqualTo("connected");
        assertThat(outcome.sentence())
                .startsWith("This connection ends on ")
                .contains("Gmail gave no refresh token", "offline access");
        assertThat(outcome.stored().getFirst().forecast().orElseThrow().why()).contains("Gmail gave no refresh token");
    }

    @Test
    void grantThatNeverHasARefreshTokenSaysNothing() {
        provider.sends(
                HostileAnswer.json(200, "{\"access_token\":\"access-1\",\"expires_in\":5184000}"),
                HostileAnswer.json(200, "{\"sub\":\"1\",\"email\":\"john@acme.example\"}"));

        assertThat(connects.connect("linkedin").sentence()).isEmpty();
    }

    @Test
    void linkedInsCommasAreNoMissingScopes() {
        provider.sends(
                HostileAnswer.json(
                        200,
                        "{\"access_token\":\"access-1\",\"expires_in\":5184000,\"scope\":\"email,openid,profile,w_member_social\"}"),
                HostileAnswer.json(200, "{\"sub\":\"1\",\"email\":\"john@acme.example\"}"));

        HostileConnects.Outcome outcome = connects.connect("linkedin");

        assertThat(outcome.code()).isEqualTo("connected");
        assertThat(outcome.stored().getFirst().scopes())
                .containsExactlyInAnyOrder("email", "openid", "profile", "w_member_social");
    }
}
