package dev.patchbay.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.bench.BenchTable.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTableTest {
    private static final Row ROW = new Row(
            "oauth-authorize",
            20_123_456,
            new Timings(List.of(Duration.ofMillis(900), Duration.ofMillis(1234), Duration.ofMillis(2000))),
            new Timings(List.of(Duration.ofNanos(4_560_000), Duration.ofNanos(101_400_000))));

    @Test
    void aRowShowsMegabytesAndMilliseconds() {
        assertThat(BenchTable.line(ROW))
                .isEqualTo("| oauth-authorize   |   20.1 |    1234 |         4.6 |         101 |");
    }

    @Test
    void theColumnsStandBelowTheirTitles() {
        assertThat(BenchTable.header())
                .allMatch(line -> line.length() == BenchTable.line(ROW).length());
    }

    @Test
    void numbersAreAlignedToTheRightInMarkdown() {
        assertThat(BenchTable.header().getLast())
                .isEqualTo("| ----------------- | -----: | ------: | ----------: | ----------: |");
    }
}
