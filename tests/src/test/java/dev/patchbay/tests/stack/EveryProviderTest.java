package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every provider of the catalogue, through the gateway: connects, is denied, renewed and disconnected. The rows are read from the
 * catalogue, so a new file is tested without a change here; a provider's file and its simulator define its particulars. Prints the
 * table.
 */
@ExtendWith(StackUnderTest.class)
class EveryProviderTest {
    private static final ProviderTable TABLE = new ProviderTable();

    private final Tenant tenant;

    EveryProviderTest(Tenant tenant) {
        this.tenant = tenant;
    }

    static Stream<ProviderRow> rows() {
        return new ProviderCatalog(EveryProviderTest.class.getClassLoader(), Map.of())
                .all().stream().flatMap(ProviderRow::of);
    }

    static Stream<Arguments> cells() {
        return rows().flatMap(row -> Arrays.stream(ProviderCase.values()).map(what -> Arguments.of(row, what)));
    }

    @AfterAll
    static void print() {
        TABLE.print(System.out);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void doesAsItMust(ProviderRow row, ProviderCase what) {
        long start = System.nanoTime();
        Optional<Outcome> outcome = Optional.empty();
        try {
            outcome = Optional.of(row.hold(what, tenant));
        } finally {
            TABLE.add(row, what, outcome, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Test
    void everyProviderThatCanBeConnectedIsTried() {
        JsonNode answer = tenant.owner().get("/api/providers").json().path("providers");

        assertThat(answer).isNotEmpty();
        assertThat(answer.findValuesAsText("name"))
                .allSatisfy(name -> assertThat(rows())
                        .as("a row of " + name + ": is its file on the tests' class path?")
                        .anyMatch(row -> row.provider().name().value().equals(name)));
    }
}
