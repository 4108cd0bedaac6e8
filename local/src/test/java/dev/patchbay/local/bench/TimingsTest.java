package dev.patchbay.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingsTest {
    @ParameterizedTest
    @CsvSource({"1, 2", "50, 100", "99, 198", "100, 200"})
    void aPercentileOfTwoHundredIsItsNearestRank(int percent, int expected) {
        Timings timings =
                timings(IntStream.rangeClosed(1, 200).map(i -> 201 - i).toArray());

        assertThat(timings.percentile(percent)).isEqualTo(Duration.ofMillis(expected));
    }

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(timings(9, 1, 5).median()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheLowerOfTheMiddleOnes() {
        assertThat(timings(4, 1, 3, 2).median()).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void ofFewTheHighPercentileIsTheLongest() {
        assertThat(timings(3, 7, 1).percentile(99)).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void ofOneEveryPercentileIsThatOne() {
        assertThat(timings(7).percentile(1)).isEqualTo(timings(7).percentile(100));
    }

    @Test
    void nothingTimedIsRefused() {
        assertThatThrownBy(() -> new Timings(List.of())).hasMessage("Nothing was timed.");
    }

    @ParameterizedTest
    @CsvSource({"0", "101"})
    void invalidPercentileIsRefused(int percent) {
        assertThatThrownBy(() -> timings(1).percentile(percent)).hasMessageContaining("from 1 to 100");
    }

    private static Timings timings(int... milliseconds) {
        return new Timings(
                IntStream.of(milliseconds).mapToObj(Duration::ofMillis).toList());
    }
}
