package dev.patchbay.tests.cost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The cost of a stage: the counts of the running stack and of template.yaml, at {@link ListPrices}. */
final class CostModel {
    private static final double MILLION = 1_000_000;
    private static final double MINUTES_A_MONTH = 730 * 60.0;

    /** Five long polls of twenty seconds are open at an idle queue. Source: AWS Lambda developer guide, "Using Lambda with Amazon SQS". */
    private static final double POLLS_A_MONTH = MINUTES_A_MONTH * 60 / 20 * 5;

    /** One run of a schedule without due work. */
    private static final double RUN_SECONDS = 0.3;

    private static final double RUN_READ_UNITS = 16 * 0.5;

    private CostModel() {}

    /** What each action takes at the most: rounded up, since a counter or a clock differs from run to run. */
    record Action(double writeUnits, double readUnits, double logKilobytes, int events, List<Invocation> invocations) {}

    /**
     * One invocation.
     *
     * @param gigabytes its function's memory
     * @param seconds that it takes, waiting for a provider included
     */
    record Invocation(String function, double gigabytes, double seconds) {}

    /** The fixed costs. */
    record Idle(int alarmMetrics, int keys, int fifoQueues, int standardQueues, double runsAMonth) {}

    /** A million actions, each by itself: no batch has two. */
    static Map<String, Double> aMillion(Action action) {
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("API Gateway, 1 request", ListPrices.API_REQUEST * MILLION);
        costs.put(
                "Lambda, %d invocations".formatted(action.invocations().size()),
                action.invocations().size() * ListPrices.INVOCATION * MILLION);
        costs.put(
                "Lambda, %s GB-seconds".formatted(number("%.2f", gigabyteSeconds(action))),
                gigabyteSeconds(action) * ListPrices.GIGABYTE_SECOND * MILLION);
        costs.put(
                "DynamoDB, %s write units and %s read units"
                        .formatted(number("%.0f", action.writeUnits()), number("%.1f", action.readUnits())),
                (action.writeUnits() * ListPrices.WRITE_UNIT + action.readUnits() * ListPrices.READ_UNIT) * MILLION);
        costs.put("SQS, 3 requests: send, receive, delete", 3 * ListPrices.FIFO_REQUEST * MILLION);
        costs.put("EventBridge, %d event".formatted(action.events()), action.events() * ListPrices.EVENT * MILLION);
        costs.put(
                "CloudWatch Logs, %s KB".formatted(number("%.1f", action.logKilobytes())),
                action.logKilobytes() * 1_000 * ListPrices.LOG_BYTE * MILLION);
        costs.put("CloudWatch, 2 metrics of each provider: `Actions`, `ProviderLatency`", 2 * ListPrices.METRIC_MONTH);
        return costs;
    }

    private static double gigabyteSeconds(Action action) {
        return action.invocations().stream()
                .mapToDouble(one -> one.gigabytes() * one.seconds())
                .sum();
    }

    static Map<String, Double> aMonth(Idle idle) {
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("KMS, %d key".formatted(idle.keys()), idle.keys() * ListPrices.KMS_KEY_MONTH);
        costs.put(
                "CloudWatch, alarms on %d metrics".formatted(idle.alarmMetrics()),
                idle.alarmMetrics() * ListPrices.ALARM_METRIC_MONTH);
        costs.put(
                "SQS, polls of %d FIFO queues".formatted(idle.fifoQueues()),
                idle.fifoQueues() * POLLS_A_MONTH * ListPrices.FIFO_REQUEST);
        costs.put(
                "SQS, polls of %d standard queues".formatted(idle.standardQueues()),
                idle.standardQueues() * POLLS_A_MONTH * ListPrices.STANDARD_REQUEST);
        costs.put(
                "Lambda and DynamoDB, %s runs of schedules".formatted(number("%,.0f", idle.runsAMonth())),
                idle.runsAMonth()
                        * (ListPrices.INVOCATION
                                + RUN_SECONDS * ListPrices.GIGABYTE_SECOND
                                + RUN_READ_UNITS * ListPrices.READ_UNIT));
        return costs;
    }

    static double together(Map<String, Double> costs) {
        return costs.values().stream().mapToDouble(cost -> cost).sum();
    }

    static String table(String title, Map<String, Double> costs) {
        StringBuilder table = new StringBuilder("| " + title + " | US dollars |\n|---|---:|\n");
        costs.forEach((name, cost) -> table.append(row(name, cost)));
        return table.append(row("**together**", together(costs))).toString().strip();
    }

    private static String row(String name, double cost) {
        return "| " + name + " | " + number("%.2f", cost) + " |\n";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
