package dev.patchbay.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.functions.privacy.Remains;
import dev.patchbay.local.template.QueueResource;
import dev.patchbay.tests.documents.Templates;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The receipt's statements about remaining data match the templates. */
@ExtendWith(AwsUnderTest.class)
class RemainsTest {
    @Test
    void noMessageIsKeptForLongerThanTheReceiptSays(Aws aws) {
        assertThat(aws.stack().queues())
                .extracting(QueueResource::attributes)
                .extracting(attributes ->
                        Duration.ofSeconds(Long.parseLong(attributes.getOrDefault("MessageRetentionPeriod", "345600"))))
                .contains(Remains.MESSAGES)
                .allMatch(kept -> kept.compareTo(Remains.MESSAGES) <= 0);
    }

    @Test
    void noLogIsKeptForLongerThanTheReceiptSays() {
        assertThat(values("RetentionInDays: (\\d+)"))
                .isNotEmpty()
                .extracting(days -> Duration.ofDays(Long.parseLong(days)))
                .containsOnly(Remains.LOGS);
    }

    @Test
    void noBackupIsKeptForLongerThanTheReceiptSays() {
        // DynamoDB's own default, which the template does not change.
        assertThat(values("RecoveryPeriodInDays: (\\d+)")).isEmpty();
        assertThat(Remains.BACKUPS).isEqualTo(Duration.ofDays(35));
    }

    @Test
    void archiveAndMarkCoverWhatTheReceiptStates() {
        assertThat(values("RetentionDays: (\\d+)"))
                .extracting(days -> Duration.ofDays(Long.parseLong(days)))
                .containsExactly(Remains.EVENTS);
        assertThat(EraseRecords.MARK_KEPT).isGreaterThan(Remains.EVENTS).isGreaterThan(Remains.MESSAGES);
    }

    private static List<String> values(String pattern) {
        return Pattern.compile(pattern)
                .matcher(Templates.text())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
