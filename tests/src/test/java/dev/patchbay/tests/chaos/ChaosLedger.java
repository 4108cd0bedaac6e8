package dev.patchbay.tests.chaos;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every action that was accepted, and the judgement of what became of it by what the providers did and the bus carried. Thread-safe. */
final class ChaosLedger {
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "unknown");

    private final LocalCloud cloud;
    private final ConcurrentLinkedQueue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Map<String, Answer> outcomes = new ConcurrentHashMap<>();

    /**
     * An accepted action.
     *
     * @param mark a text that only this action sends to its provider
     */
    record Accepted(PatchbayClient owner, String id, String mark) {}

    /** The number of actions with each kind of violation; all must be zero. */
    record Judgement(
            List<String> lost,
            List<String> stuck,
            List<String> doubled,
            List<String> wrong,
            List<String> withoutEvent) {
        boolean clean() {
            return Stream.of(lost, stuck, doubled, wrong, withoutEvent).allMatch(List::isEmpty);
        }

        @Override
        public String toString() {
            return "%d lost, %d doubled, %d wrong outcome, %d stuck, %d events missing"
                    .formatted(lost.size(), doubled.size(), wrong.size(), stuck.size(), withoutEvent.size());
        }
    }

    ChaosLedger(LocalCloud cloud) {
        this.cloud = cloud;
    }

    void add(Accepted action) {
        accepted.add(action);
    }

    int size() {
        return accepted.size();
    }

    /** Asks for each action that had no outcome when last asked; how many have one now. */
    int settled() {
        for (Accepted action : accepted) {
            if (!outcomes.containsKey(action.id())) {
                Answer answer = action.owner().get("/api/actions/" + action.id());
                if (FINAL.contains(answer.text("/status"))) {
                    outcomes.put(action.id(), answer);
                }
            }
        }
        return outcomes.size();
    }

    /** The number of actions by outcome and error code, such as {@code failed rate_limited}. */
    Map<String, Long> outcomes() {
        return outcomes.values().stream()
                .collect(Collectors.groupingBy(
                        answer -> (answer.text("/status") + " " + answer.text("/error/code")).strip(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    Judgement judge() {
        List<String> done = cloud.simulators().providers().stream()
                .flatMap(provider -> provider.outbox().stream())
                .map(item -> item.content().toString())
                .toList();
        Map<String, Set<String>> reported = reported();
        Judgement judgement = new Judgement(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Accepted action : accepted) {
            Answer now = action.owner().get("/api/actions/" + action.id());
            // A mail may have its mark in more than one part.
            long times =
                    done.stream().filter(item -> item.contains(action.mark())).count();
            String status = now.text("/status");
            add(judgement.lost(), action, now.status() != 200);
            add(judgement.stuck(), action, now.status() == 200 && !FINAL.contains(status));
            add(judgement.doubled(), action, times > 1);
            add(
                    judgement.wrong(),
                    action,
                    (status.equals("succeeded") && times == 0) || (status.equals("failed") && times > 0));
            // An outcome that changed after it was seen, or was reported otherwise, is wrong too.
            add(
                    judgement.wrong(),
                    action,
                    Optional.ofNullable(outcomes.get(action.id()))
                            .filter(seen -> !seen.text("/status").equals(status))
                            .isPresent());
            Set<String> events = reported.getOrDefault(action.id(), Set.of());
            if (!events.equals(Set.of(status))) {
                judgement.withoutEvent().add("%s is %s, reported as %s".formatted(action.id(), now.body(), events));
            }
        }
        return judgement;
    }

    /** The outcomes that events reported, by action. */
    private Map<String, Set<String>> reported() {
        return cloud.publishedEvents().stream()
                .map(published -> published.event().path("detail"))
                .filter(detail -> detail.has("outcome"))
                .collect(Collectors.groupingBy(
                        detail -> detail.path("actionId").asText(),
                        Collectors.mapping(detail -> detail.path("outcome").asText(), Collectors.toSet())));
    }

    private static void add(List<String> to, Accepted action, boolean found) {
        if (found) {
            to.add(action.id());
        }
    }
}
