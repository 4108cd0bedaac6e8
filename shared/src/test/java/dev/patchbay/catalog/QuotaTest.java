package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    60      | PT1M  | CONNECTION | 60 calls a minute for each connection
                    1200000 | PT60S | APP        | 1,200,000 calls a minute for all connections together
                    10      | PT1S  | CONNECTION | 10 calls a second for each connection
                    110     | PT10S | CONNECTION | 110 calls in 10 seconds for each connection
                    10000   | PT10M | CONNECTION | 10,000 calls in 10 minutes for each connection
                    400     | PT1H  | WORKSPACE  | 400 calls an hour for each workspace
                    100     | PT24H | CONNECTION | 100 calls a day for each connection
                    1000    | P30D  | CONNECTION | 1,000 calls in 30 days for each connection
                    """)
    void limitIsSaidInWords(long limit, Duration window, Quota.Per per, String words) {
        assertThat(new Quota("calls", limit, window, per).message()).isEqualTo(words);
    }
}
