package dev.patchbay.local.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The table of a bench, a line at a time, as Markdown that is aligned too: for a terminal and for a document. */
final class BenchTable {
    private static final List<String> TITLES = List.of("function", "zip MB", "cold ms", "warm p50 ms", "warm p99 ms");
    private static final int NAME_WIDTH = 17;

    private BenchTable() {}

    /**
     * The measurements of one function.
     *
     * @param zipBytes the size of its code as it is deployed
     * @param cold from the start of its JVM to its first answer
     * @param warm from an event to its answer, in a JVM that has had many
     */
    record Row(String function, long zipBytes, Timings cold, Timings warm) {}

    static List<String> header() {
        return List.of(
                line(TITLES),
                line(TITLES.stream()
                        .map(title -> "-".repeat(title.equals(TITLES.getFirst()) ? NAME_WIDTH : title.length() - 1)
                                + (title.equals(TITLES.getFirst()) ? "" : ":"))
                        .toList()));
    }

    static String line(Row row) {
        return line(List.of(
                row.function(),
                number(row.zipBytes() / 1e6),
                number(milliseconds(row.cold().median())),
                number(milliseconds(row.warm().median())),
                number(milliseconds(row.warm().percentile(99)))));
    }

    private static String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            String format =
                    i == 0 ? " %-" + NAME_WIDTH + "s |" : " %" + TITLES.get(i).length() + "s |";
            line.append(format.formatted(cells.get(i)));
        }
        return line.toString();
    }

    private static double milliseconds(Duration taken) {
        return taken.toNanos() / 1e6;
    }

    /** Digits that mean something: none behind the point from a hundred on. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    }
}
