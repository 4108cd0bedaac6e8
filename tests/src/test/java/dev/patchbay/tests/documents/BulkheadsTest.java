package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.Stack;
import dev.patchbay.tests.documents.ConcurrencySimulation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One provider hangs with thousands of actions queued: what is left of the account's concurrency for the others, with the limits that
 * template.yaml sets and without. Prints the table that docs/operations.md has.
 */
class BulkheadsTest {
    private static final int HANGING = 10_000;
    private static final int ANSWERING = 400;
    private static final int QUEUED = 20_000;
    private static final int SECONDS = 300;
    private static final List<String> PROVIDERS =
            List.of("ActionGmailFunction", "ActionSlackFunction", "ActionApolloFunction");

    private final Stack stack = Project.stack();

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100})
    void aProviderThatHangsTakesNoMoreThanItsShare(int account) {
        Result healthy = simulated(account, ANSWERING, true);
        Result hanging = simulated(account, HANGING, true);

        assertThat(hanging.peaks().get(PROVIDERS.getFirst())).isEqualTo(limit(PROVIDERS.getFirst()));
        assertThat(hanging.refused()).isZero();
        assertThat(hanging.leastLeft()).isGreaterThanOrEqualTo(account / 2);
        assertThat(longestWaitOfAnother(hanging)).isLessThanOrEqualTo(longestWaitOfAnother(healthy) * 12 / 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100})
    void withoutTheLimitsItTakesTheWholeAccount(int account) {
        Result hanging = simulated(account, HANGING, false);

        assertThat(hanging.leastLeft()).isZero();
        assertThat(hanging.refused()).isPositive();
    }

    @Test
    void allQueuesAtOnceLeaveAQuarterOfASmallAccountToTheApi() {
        int queues = queues().stream()
                .mapToInt(queue -> queue.maximumConcurrency().orElseThrow())
                .sum();

        System.out.println("all queues at their limits: " + queues);
        assertThat(queues).isLessThanOrEqualTo(75);
        assertThat(Project.read("docs/operations.md"))
                .contains("All queues at their limits take " + queues + " invocations");
    }

    @Test
    void theOperationsPageHasTheNumbersOfTheSimulation() {
        List<String> table = new ArrayList<>();
        table.add(
                "| account | limits | the provider that hangs | least left of the account | API requests refused | longest wait of another provider's action |");
        table.add("|---:|---|---:|---:|---:|---:|");
        for (int account : List.of(1_000, 100)) {
            table.add(row(account, "as in the template, nothing hangs", simulated(account, ANSWERING, true)));
            table.add(row(account, "as in the template", simulated(account, HANGING, true)));
            table.add(row(account, "none", simulated(account, HANGING, false)));
        }
        String printed = String.join("\n", table);

        System.out.println(printed);
        assertThat(Project.read("docs/operations.md")).contains(printed);
    }

    /** In milliseconds. */
    private static int longestWaitOfAnother(Result result) {
        return result.longestWaits().entrySet().stream()
                .filter(queue -> !queue.getKey().equals(PROVIDERS.getFirst()))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElseThrow();
    }

    private static String row(int account, String limits, Result result) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %,d | %,d | %,d of %,d | %.1f s |",
                account,
                limits,
                result.peaks().get(PROVIDERS.getFirst()),
                result.leastLeft(),
                result.refused(),
                result.refused() + result.accepted(),
                longestWaitOfAnother(result) / 1e3);
    }

    /** @param milliseconds how long a call to the first provider takes */
    private Result simulated(int account, int milliseconds, boolean limited) {
        ConcurrencySimulation simulation = new ConcurrencySimulation(account).api(20, 50);
        for (String provider : PROVIDERS) {
            boolean first = provider.equals(PROVIDERS.getFirst());
            simulation.queue(
                    provider,
                    limited ? limit(provider) : ConcurrencySimulation.UNLIMITED,
                    first ? QUEUED : 0,
                    first ? 0 : 10,
                    first ? milliseconds : ANSWERING);
        }
        return simulation.run(SECONDS);
    }

    private int limit(String function) {
        return queues(stack.function(function)).getFirst().maximumConcurrency().orElseThrow();
    }

    private List<EventSource.Queue> queues() {
        return stack.functions().stream()
                .flatMap(function -> queues(function).stream())
                .toList();
    }

    private static List<EventSource.Queue> queues(FunctionResource function) {
        return function.events(EventSource.Queue.class).toList();
    }
}
