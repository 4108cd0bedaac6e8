package dev.patchbay.local.simulator.exchange;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A provider to which accounts are connected by an API key. Keys do not expire; they are deleted. Thread-safe. */
public abstract class ApiKeyProviderSimulator extends ProviderSimulator implements TakesKeys {

    private final String seededKey;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    protected ApiKeyProviderSimulator(String name, String seededKey, Clock clock) {
        super(name, clock);
        this.seededKey = seededKey;
        keys.add(seededKey);
    }

    @Override
    public final String key() {
        return seededKey;
    }

    /** Makes one more key that works. */
    public final void addKey(String key) {
        keys.add(key);
    }

    @Override
    public void reset() {
        super.reset();
        keys.clear();
        keys.add(seededKey);
    }

    @Override
    protected final void expireAccessTokens(String account) {
        throw new IllegalArgumentException("Keys of " + name() + " do not expire; use revoke-grant to delete one.");
    }

    @Override
    protected final void endRefreshTokens(String account) {
        throw new IllegalArgumentException(name() + " has no refresh tokens; use revoke-grant to delete a key.");
    }

    @Override
    protected final void grantOnly(Set<String> scopes) {
        throw new IllegalArgumentException(name() + " has no consent page; its keys open all.");
    }

    /** Deletes this key; empty: every key. */
    @Override
    protected final void revokeGrant(String account) {
        keys.removeIf(key -> account.isEmpty() || key.equals(account));
    }

    /** Where a request shows its key. */
    protected abstract Optional<String> shownKey(Context request);

    /** What is answered to a missing or wrong key. */
    protected abstract Reply wrongKey(Optional<String> shown);

    protected final boolean opens(String key) {
        return keys.contains(key);
    }

    protected final Endpoint behindKey(Endpoint endpoint) {
        return request -> {
            Optional<String> key = shownKey(request);
            return key.filter(this::opens).isPresent() ? endpoint.answer(request) : wrongKey(key);
        };
    }
}
