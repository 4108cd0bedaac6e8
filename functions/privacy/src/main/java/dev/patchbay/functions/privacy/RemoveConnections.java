package dev.patchbay.functions.privacy;

import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionRemoval;
import dev.patchbay.connection.ConnectionRemoval.Departing;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.erasure.EraseRecords.Departed;
import dev.patchbay.functions.privacy.RevokeGrants.Outcome;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Removes the connections of a workspace: each is disconnected, its grant is revoked at the provider, and its item is deleted in one
 * transaction with the note of the outcome. Thread-safe.
 */
final class RemoveConnections {
    /** A call to a provider takes at most 10 s, and its outcome must be noted. */
    private static final Duration TIME_FOR_A_CALL = Duration.ofSeconds(11);
    /** Each is two writes. */
    private static final int NOTED_AT_ONCE = CountedDeletes.AT_ONCE / 2;

    private final ConnectionRemoval departures;
    private final RevokeGrants grants;
    private final EraseRecords erasures;
    private final CountedDeletes deletes;

    RemoveConnections(
            ConnectionRemoval departures, RevokeGrants grants, EraseRecords erasures, CountedDeletes deletes) {
        this.departures = departures;
        this.grants = grants;
        this.erasures = erasures;
        this.deletes = deletes;
    }

    /** Removes all, or as many as time allows. One request per megabyte read, and two per connection. */
    Step all(WorkspaceId workspace, Instant deadline) {
        List<Departing> found = departures.all(workspace);
        List<Departing> aside = laidAside(found);
        Instant lastCall = deadline.minus(TIME_FOR_A_CALL);
        List<Callable<List<Outcome>>> calls = new ArrayList<>();
        grants.of(aside).forEach(members -> calls.add(() -> grants.revoke(members, lastCall)));
        AtomicInteger gone = new AtomicInteger();
        SideBySide.run(calls, outcomes -> {
            note(workspace, outcomes);
            gone.addAndGet(outcomes.size());
        });
        removeTombstones(workspace, found);
        return new Step(found.size(), gone.get() == aside.size());
    }

    /** Returns all whose grants are to be revoked. From now on, any caller finds them disconnected. */
    private List<Departing> laidAside(List<Departing> found) {
        List<Departing> aside = new ArrayList<>(found.stream()
                .filter(item -> item.aside().isPresent() && !item.connected())
                .toList());
        SideBySide.run(
                found.stream()
                        .filter(Departing::connected)
                        .map(item -> (Callable<Optional<Departing>>) () -> departures.layAside(item.connection()))
                        .toList(),
                laid -> laid.ifPresent(aside::add));
        return aside;
    }

    private void note(WorkspaceId workspace, List<Outcome> outcomes) {
        outcomes.stream()
                .gather(Gatherers.windowFixed(NOTED_AT_ONCE))
                .forEach(some -> deletes.together(
                        workspace,
                        some.stream()
                                .flatMap(one -> Stream.of(
                                        departures.deleting(one.item()), erasures.noting(workspace, departed(one))))
                                .toList(),
                        Map.of("connections", some.size())));
    }

    private static Departed departed(Outcome outcome) {
        Connection connection = outcome.item().connection();
        boolean revoked = switch (outcome.result()) {
            case Revoker.Result.Revoked yes -> true;
            case Revoker.Result.NotRevoked no -> false;
        };
        return new Departed(
                connection.id().value(),
                connection.provider().value(),
                connection.account().label(),
                revoked,
                outcome.result().message());
    }

    /** What is left of connections that were disconnected before. */
    private void removeTombstones(WorkspaceId workspace, List<Departing> found) {
        found.stream()
                .filter(item -> item.aside().isEmpty() && !item.connected())
                .gather(Gatherers.windowFixed(CountedDeletes.AT_ONCE))
                .forEach(some -> deletes.together(
                        workspace,
                        some.stream().map(departures::deleting).toList(),
                        Map.of("disconnectedConnections", some.size())));
    }
}
