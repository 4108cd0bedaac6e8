package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryWarningsTest {

    @ParameterizedTest
    @CsvSource({"30,", "8,", "7,7", "6,7", "4,7", "3,3", "2,3", "1,1", "0,0", "-1,0"})
    void tightestWarningThatIsReachedIsDue(long daysLeft, Integer due) {
        assertThat(ExpiryWarnings.due(daysLeft)).isEqualTo(Optional.ofNullable(due));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T23:59:59Z, 2026-11-21T00:00:00Z, 1",
        "2026-11-20T00:00:00Z, 2026-11-20T23:59:59Z, 0",
        "2026-11-20T12:00:00Z, 2026-11-27T00:00:00Z, 7",
        "2026-11-20T12:00:00Z, 2026-11-19T23:59:59Z, -1"
    })
    void daysAreThoseOfTheCalendar(Instant now, Instant end, int daysLeft) {
        assertThat(new GrantForecast(end, "It ends.").daysLeft(now)).isEqualTo(daysLeft);
    }

    @Test
    void grantThatLivesLongerIsWarnedOfAnew() {
        GrantForecast before = forecast("2026-11-20T12:00:00Z");

        assertThat(before.isOutlived(Optional.of(forecast("2027-02-18T12:00:00Z"))))
                .isTrue();
        assertThat(before.isOutlived(Optional.empty())).isTrue();
    }

    @Test
    void endThatMovesByAMomentIsTheSameEnd() {
        GrantForecast before = forecast("2026-11-20T23:59:59Z");

        assertThat(before.isOutlived(Optional.of(forecast("2026-11-21T00:00:01Z"))))
                .isFalse();
        assertThat(before.isOutlived(Optional.of(before))).isFalse();
    }

    private static GrantForecast forecast(String at) {
        return new GrantForecast(Instant.parse(at), "It ends.");
    }
}
