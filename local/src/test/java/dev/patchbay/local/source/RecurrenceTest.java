package dev.patchbay.local.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceTest {
    private static final ZonedDateTime FRIDAY = ZonedDateTime.parse("2026-11-20T20:31:15Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rate(10 minutes)          | 2026-11-20T20:41:15Z
                    rate(1 day)               | 2026-11-21T20:31:15Z
                    cron(0 6 * * ? *)         | 2026-11-21T06:00:00Z
                    cron(0/15 * * * ? *)      | 2026-11-20T20:45:00Z
                    cron(30 8 ? * MON-FRI *)  | 2026-11-23T08:30:00Z
                    cron(0 0 1 1 ? *)         | 2027-01-01T00:00:00Z
                    cron(15,45 20 20 NOV ? *) | 2026-11-20T20:45:00Z
                    cron(0 12 29 FEB ? *)     | 2028-02-29T12:00:00Z
                    """)
    void theNextTimeIsTheFirstThatMatches(String expression, ZonedDateTime next) {
        assertThat(Recurrence.parse(expression).after(FRIDAY)).isEqualTo(next);
    }

    @Test
    void invalidScheduleIsQuoted() {
        assertThatThrownBy(() -> Recurrence.parse("every day"))
                .hasMessageStartingWith("\"every day\" is not a schedule");
    }
}
