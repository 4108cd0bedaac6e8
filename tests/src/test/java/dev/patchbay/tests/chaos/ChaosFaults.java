package dev.patchbay.tests.chaos;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** Kills functions and makes providers and AWS fail, in an order that a seed decides, and counts what it did. Thread-safe. */
final class ChaosFaults {
    /** Without the worker of Apollo, which serves the tenants that have no faults of their own. */
    private static final List<String> KILLED = List.of(
            "ActionGmailFunction",
            "ActionGmailFunction",
            "ActionGmailFunction",
            "ActionSlackFunction",
            "ActionSlackFunction",
            "ActionsFunction",
            "EventRelayFunction",
            "EventRelayFunction",
            "DeadActionsFunction");

    private static final String LONG_TEXT = "x".repeat(300_000);

    private static final List<Function<String, Misbehaviour>> OF_PROVIDERS = List.of(
            path -> new Misbehaviour.AnswerAfterActing(path, 1, 503),
            path -> new Misbehaviour.AnswerAfterActing(path, 1, 502),
            path -> new Misbehaviour.Answer(path, 1, 503),
            path -> new Misbehaviour.Answer(path, 1, 500),
            path -> new Misbehaviour.Answer(path, 1, 401),
            path -> new Misbehaviour.Answer(path, 2, 401),
            path -> new Misbehaviour.Answer(path, 1, 400, LONG_TEXT, Map.of()),
            path -> new Misbehaviour.Answer(path, 1, 400, "{\"error\":{\"message\":\"" + LONG_TEXT + "\"}}", Map.of()),
            path -> new Misbehaviour.SlowBody(path, 1, 1_000),
            path -> new Misbehaviour.DelayAfterActing(path, 1, 1_500),
            path -> new Misbehaviour.Delay(path, 1, 1_500),
            path -> new Misbehaviour.DropBeforeActing(path, 1),
            path -> new Misbehaviour.DropAfterActing(path, 1),
            path -> new Misbehaviour.RateLimit(path, 1, "1"),
            path -> new Misbehaviour.RateLimit(path, 1, ""));

    private record AwsFault(String service, String operation, int status, String type, int most) {}

    private static final List<AwsFault> OF_AWS = List.of(
            new AwsFault("dynamodb", "UpdateItem", 400, "ProvisionedThroughputExceededException", 3),
            new AwsFault("dynamodb", "PutItem", 500, "InternalServerError", 3),
            new AwsFault("sqs", "SendMessage", 500, "InternalFailure", 3),
            new AwsFault("kms", "Decrypt", 500, "KMSInternalException", 3),
            // An outage of the relay: each of its requests is sent again by the SDK, so this is several seconds.
            new AwsFault("events", "PutEvents", 500, "InternalException", 15));

    private final LocalCloud cloud;
    private final Random random;
    private final Map<String, Integer> did = Collections.synchronizedMap(new TreeMap<>());

    ChaosFaults(LocalCloud cloud, long seed) {
        this.cloud = cloud;
        this.random = new Random(seed);
    }

    /** Ends the JVMs of a function, if one runs. */
    void kill() {
        String function = pick(KILLED);
        if (cloud.functions().kill(function)) {
            count("killed " + function);
        }
    }

    void failProvider() {
        boolean slack = next(3) == 0;
        // Slack's tokens do not expire here: one that is refused needs a person.
        if (!slack && next(OF_PROVIDERS.size()) == 0) {
            cloud.simulators().google().misbehave(new Misbehaviour.ExpireAccessTokens(""));
            count("ExpireAccessTokens");
            return;
        }
        Misbehaviour fault = pick(OF_PROVIDERS).apply(slack ? "/chat.postMessage" : "/messages/send");
        (slack ? cloud.simulators().slack() : cloud.simulators().google()).misbehave(fault);
        count(fault.getClass().getSimpleName());
    }

    void failAws() {
        AwsFault fault = pick(OF_AWS);
        cloud.aws()
                .faults()
                .failNext(1 + next(fault.most()), fault.service(), fault.operation(), fault.status(), fault.type());
        count(fault.service() + " " + fault.operation());
    }

    /** Cancels all faults that have not occurred yet. */
    void end() {
        cloud.simulators().providers().forEach(ProviderSimulator::behave);
        cloud.aws().faults().clear();
    }

    boolean chance(double probability) {
        synchronized (random) {
            return random.nextDouble() < probability;
        }
    }

    int next(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    /** Returns the faults injected so far, with their counts. */
    Map<String, Integer> did() {
        synchronized (did) {
            return new TreeMap<>(did);
        }
    }

    int kills() {
        return did().entrySet().stream()
                .filter(done -> done.getKey().startsWith("killed"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    int faults() {
        return did().values().stream().mapToInt(Integer::intValue).sum() - kills();
    }

    private <T> T pick(List<T> all) {
        return all.get(next(all.size()));
    }

    private void count(String what) {
        did.merge(what, 1, Integer::sum);
    }
}
