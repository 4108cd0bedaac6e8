package dev.patchbay.local.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * One provider: its endpoints, its actions, the requests that it received, and its configured faults. Thread-safe.
 *
 * <p>A subclass defines the provider's own paths and formats; {@link ProviderServer} puts them under a prefix and applies
 * the faults.
 */
public abstract class ProviderSimulator {

    private final String name;
    private final Clock clock;
    private final Faults faults = new Faults();
    private final List<OutboxItem> outbox = Collections.synchronizedList(new ArrayList<>());
    private final List<ReceivedRequest> received = Collections.synchronizedList(new ArrayList<>());

    protected ProviderSimulator(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** The prefix of its paths, such as {@code google}. */
    public final String name() {
        return name;
    }

    /** Everything it did because it was asked to, oldest first. */
    public final List<OutboxItem> outbox() {
        return List.copyOf(outbox);
    }

    /** Every request that it received, oldest first. */
    public final List<ReceivedRequest> requests() {
        return List.copyOf(received);
    }

    /** The requests whose path ends so, such as {@code /token}. */
    public final List<ReceivedRequest> requests(String pathEnd) {
        return requests().stream()
                .filter(request -> request.path().endsWith(pathEnd))
                .toList();
    }

    /** Applies a fault, at once or to later requests. */
    public final void misbehave(Misbehaviour misbehaviour) {
        switch (misbehaviour) {
            case Misbehaviour.Fault fault -> faults.add(fault);
            case Misbehaviour.ExpireAccessTokens expire -> expireAccessTokens(expire.account());
            case Misbehaviour.EndRefreshTokens end -> endRefreshTokens(end.account());
            case Misbehaviour.RevokeGrant revoke -> revokeGrant(revoke.account());
            case Misbehaviour.GrantOnly only -> grantOnly(only.scopes());
        }
    }

    /** Forgets the faults that still wait. */
    public final void behave() {
        faults.clear();
    }

    /** Resets it to its start: no faults, requests or grants. */
    public void reset() {
        faults.clear();
        outbox.clear();
        received.clear();
    }

    /** Returns what must survive a restart: grants, revocations and registrations; not the outbox, requests or faults. */
    public ObjectNode memory() {
        return Json.object();
    }

    /** Restores what {@link #memory} returned before the restart. */
    public void restore(JsonNode memory) {}

    /** Puts its endpoints at the provider's own paths. */
    protected abstract void addTo(Routes routes);

    /** Returns this provider's answer to too many requests; {@code retryAfter} empty means without that header. */
    protected abstract Reply rateLimited(String retryAfter);

    /** How this provider answers for a path that it does not have. */
    protected Reply unknownPath(String method, String path) {
        return Reply.json(
                404,
                Json.object()
                        .put(
                                "error",
                                "The simulator of " + name + " has no " + method + " " + path
                                        + ". Add it there, or correct the path."));
    }

    /** Whether this path is a page that an app sends a person's browser to, and not a part of the API. */
    protected boolean isForBrowsers(String path) {
        return false;
    }

    /** Empty account: all of them. */
    protected abstract void expireAccessTokens(String account);

    /** Empty account: all of them. */
    protected abstract void endRefreshTokens(String account);

    /** Empty account: all of them. */
    protected abstract void revokeGrant(String account);

    /** The next consent grants these scopes only. */
    protected abstract void grantOnly(Set<String> scopes);

    protected final Clock clock() {
        return clock;
    }

    protected final void did(String kind, String account, JsonNode content) {
        outbox.add(new OutboxItem(name, kind, account, clock.instant(), content));
    }

    final List<Misbehaviour.Fault> faultsBefalling(String path) {
        return faults.befalling(path);
    }

    final void received(String method, String path, int status) {
        received.add(new ReceivedRequest(name, method, path, status, clock.instant()));
    }
}
