package dev.patchbay.tests.refresh;

import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.tests.cost.ListPrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a million live connections need of AWS, by counted requests and {@link ListPrices}.
 */
final class CapacityModel {
    private static final int CONNECTIONS = 1_000_000;
    private static final int SECONDS_A_DAY = 86_400;
    private static final double SECONDS_A_MONTH = 730 * 3_600.0;
    private static final int RUN_SECONDS = 600;
    private static final int SHARDS = 16;

    /** One refresh: a token answer of 300 ms, and the requests to AWS around it. A message takes two rounds of that. */
    private static final double ROUND_SECONDS = 0.4;

    private static final double MESSAGE_SECONDS = 2 * ROUND_SECONDS;
    /** A run's connections are refreshed within half of the interval. */
    private static final int DRAIN_SECONDS = 300;
    /** A query or a send by the schedule, one after the other. */
    private static final double REQUEST_SECONDS = 0.01;

    private static final int QUERY_PAGE_BYTES = 1_048_576;
    /** An eventually consistent read of 4 KB is half a unit. */
    private static final int BYTES_A_READ_UNIT = 8_192;

    private static final double LOG_BYTES_A_REFRESH = 1_000;
    private static final double GIGABYTES = 1;

    private final double readUnits;
    private final double writeUnits;
    private final double decrypts;
    private final double dynamoRequests;
    private final double readUnitsToFind;
    private final double refreshesADayInUse;

    /** How much the connections are used. */
    private record Load(String name, double inUse) {}

    /** A cost per second. */
    private record Cost(String name, ToDoubleFunction<Load> aSecond) {}

    private static final List<Load> LOADS = List.of(new Load("1 in 10 in use", 0.1), new Load("all in use", 1));

    /**
     * Takes what was counted.
     *
     * @param message the requests of one full message of ten
     * @param run those of one run of the schedule
     * @param due how many that run queued
     */
    CapacityModel(CountedCapacity message, CountedCapacity run, int due, double refreshesADayInUse) {
        this.readUnits = message.readUnits() / RefreshMessage.MOST;
        this.writeUnits = message.writeUnits() / RefreshMessage.MOST;
        this.decrypts = (double) message.requests("Decrypt") / RefreshMessage.MOST;
        this.dynamoRequests = (double) (message.requests().values().stream()
                                .mapToInt(count -> count)
                                .sum()
                        - message.requests("Decrypt"))
                / RefreshMessage.MOST;
        this.readUnitsToFind = run.readUnits() / due;
        this.refreshesADayInUse = refreshesADayInUse;
    }

    String tables() {
        List<String> lines = new ArrayList<>();
        lines.add("| | " + String.join(" | ", LOADS.stream().map(Load::name).toList()) + " |");
        lines.add("|---|---:|---:|");
        lines.add(row("refreshes per second", "%,.1f", this::refreshes));
        lines.add(row("connections that one run of the schedule queues", "%,.0f", this::queued));
        lines.add(row("queries of the index in one run", "%,.0f", this::queries));
        lines.add(row("requests to SQS in one run", "%,.0f", this::sends));
        lines.add(row("seconds that one run takes, of 540", "%,.0f", this::runSeconds));
        lines.add(row(
                "invocations of `token-refresh` at once, for a run to be done in 5 minutes", "%,.0f", this::workers));
        lines.add(row("requests to DynamoDB per second", "%,.0f", load -> refreshes(load) * dynamoRequests));
        lines.add(row("write units of DynamoDB per second", "%,.0f", load -> refreshes(load) * writeUnits));
        lines.add(row("read units of DynamoDB per second", "%,.0f", this::reads));
        lines.add(row("requests to KMS per second, at most", "%,.1f", load -> refreshes(load) * decrypts));
        lines.add(row("requests to SQS per second", "%,.1f", this::sqs));
        lines.add(row("events per second", "%,.1f", this::refreshes));
        lines.add("");
        lines.add("| US dollars per month | "
                + String.join(" | ", LOADS.stream().map(Load::name).toList()) + " |");
        lines.add("|---|---:|---:|");
        List<Cost> costs = costs();
        costs.forEach(cost -> lines.add(row(cost.name(), "%,.0f", load -> aMonth(load, List.of(cost)))));
        lines.add(row("together", "%,.0f", load -> aMonth(load, costs)));
        return String.join("\n", lines);
    }

    private List<Cost> costs() {
        return List.of(
                new Cost(
                        "DynamoDB, requests",
                        load -> refreshes(load) * writeUnits * ListPrices.WRITE_UNIT
                                + reads(load) * ListPrices.READ_UNIT),
                new Cost("KMS, at most", load -> refreshes(load) * decrypts * ListPrices.KMS_REQUEST),
                new Cost("SQS", load -> sqs(load) * ListPrices.FIFO_REQUEST),
                new Cost("Lambda", this::lambda),
                new Cost("EventBridge, `connection.refreshed`", load -> refreshes(load) * ListPrices.EVENT),
                new Cost("CloudWatch Logs", load -> refreshes(load) * LOG_BYTES_A_REFRESH * ListPrices.LOG_BYTE));
    }

    private static double aMonth(Load load, List<Cost> costs) {
        return SECONDS_A_MONTH
                * costs.stream()
                        .mapToDouble(cost -> cost.aSecond().applyAsDouble(load))
                        .sum();
    }

    private double refreshes(Load load) {
        return CONNECTIONS * (load.inUse() * refreshesADayInUse + (1 - load.inUse())) / SECONDS_A_DAY;
    }

    private double queued(Load load) {
        return refreshes(load) * RUN_SECONDS;
    }

    private double queries(Load load) {
        double bytesOfAShard = queued(load) / SHARDS * readUnitsToFind * BYTES_A_READ_UNIT;
        return SHARDS * Math.ceil(bytesOfAShard / QUERY_PAGE_BYTES);
    }

    /** Ten connections in a message, ten messages in a request. */
    private double sends(Load load) {
        return Math.ceil(queued(load) / RefreshMessage.MOST / 10);
    }

    private double runSeconds(Load load) {
        return Math.ceil((queries(load) + sends(load)) * REQUEST_SECONDS);
    }

    private double workers(Load load) {
        return Math.ceil(queued(load) / RefreshMessage.MOST * MESSAGE_SECONDS / DRAIN_SECONDS);
    }

    private double reads(Load load) {
        return refreshes(load) * (readUnits + readUnitsToFind);
    }

    /** A tenth of a message, which Lambda receives and deletes, and a tenth of that to send it. */
    private double sqs(Load load) {
        double messages = refreshes(load) / RefreshMessage.MOST;
        return messages * 2 + messages / 10;
    }

    private double lambda(Load load) {
        double messages = refreshes(load) / RefreshMessage.MOST;
        return messages * (ListPrices.INVOCATION + MESSAGE_SECONDS * GIGABYTES * ListPrices.GIGABYTE_SECOND);
    }

    private static String row(String name, String format, ToDoubleFunction<Load> value) {
        StringBuilder line = new StringBuilder("| " + name + " |");
        LOADS.forEach(load -> line.append(' ')
                .append(String.format(Locale.ROOT, format, value.applyAsDouble(load)))
                .append(" |"));
        return line.toString();
    }
}
