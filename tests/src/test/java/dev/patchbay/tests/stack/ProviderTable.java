package dev.patchbay.tests.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of each case with each provider, for people to read. Not thread-safe. */
final class ProviderTable {
    private final Map<String, Map<ProviderCase, Cell>> rows = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private Duration total = Duration.ZERO;

    private record Cell(Optional<Outcome> outcome, Duration taken) {}

    /** @param outcome empty for a case that does not hold */
    void add(ProviderRow row, ProviderCase what, Optional<Outcome> outcome, Duration taken) {
        rows.computeIfAbsent(row.toString(), name -> new EnumMap<>(ProviderCase.class))
                .put(what, new Cell(outcome, taken));
        total = total.plus(taken);
        outcome.map(Outcome::remark)
                .filter(remark -> !remark.isEmpty() && !remarks.contains(remark))
                .ifPresent(remarks::add);
    }

    /** A line for each provider: seconds by case, and the number of what there is to say. */
    void print(PrintStream out) {
        out.printf("%n%-18s", "provider");
        for (ProviderCase what : ProviderCase.values()) {
            out.printf(" %-25s", what);
        }
        out.println();
        rows.forEach((name, cells) -> {
            out.printf("%-18s", name);
            for (ProviderCase what : ProviderCase.values()) {
                out.printf(" %-25s", cells.containsKey(what) ? text(cells.get(what)) : "");
            }
            out.println();
        });
        for (int number = 1; number <= remarks.size(); number++) {
            out.printf("[%d] %s%n", number, remarks.get(number - 1));
        }
        out.printf(Locale.ROOT, "%d providers and ways to connect, %.1f s%n%n", rows.size(), total.toMillis() / 1000.0);
    }

    private String text(Cell cell) {
        String seconds = "%.2f s".formatted(cell.taken().toMillis() / 1000.0);
        if (cell.outcome().isEmpty()) {
            return "✗ " + seconds;
        }
        Outcome outcome = cell.outcome().get();
        return (outcome.tried() ? "✓ " + seconds : "–")
                + (outcome.remark().isEmpty() ? "" : " [" + (remarks.indexOf(outcome.remark()) + 1) + "]");
    }
}
