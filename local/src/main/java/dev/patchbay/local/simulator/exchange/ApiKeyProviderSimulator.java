package dev.patchbay.local.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A provider to which accounts are connected by an API key. Keys do not expire; they are deleted. Its accounts are {@code acme} and
 * {@code globex}, each with a key that ends with its name. Thread-safe.
 */
public abstract class ApiKeyProviderSimulator extends ProviderSimulator implements TakesKeys {

    private static final String ACME = "acme";
    private static final String GLOBEX = "globex";

    private final String prefix;
    /** The account of each. */
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    /** @param prefix what the keys that work from the start begin with */
    protected ApiKeyProviderSimulator(String name, String prefix, Clock clock) {
        super(name, clock);
        this.prefix = prefix;
        keys.putAll(seeded());
    }

    private Map<String, String> seeded() {
        return Map.of(key(), ACME, keyOfAnother(), GLOBEX);
    }

    @Override
    public final String key() {
        return prefix + ACME;
    }

    @Override
    public final String keyOfAnother() {
        return prefix + GLOBEX;
    }

    /** Makes one more key of the first account. */
    public final void addKey(String key) {
        keys.put(key, ACME);
    }

    @Override
    public void reset() {
        super.reset();
        keys.clear();
        keys.putAll(seeded());
    }

    @Override
    public final ObjectNode memory() {
        ObjectNode memory = super.memory();
        ObjectNode accepted = memory.putObject("keys");
        new TreeMap<>(keys).forEach(accepted::put);
        return memory;
    }

    @Override
    public final void restore(JsonNode memory) {
        keys.clear();
        memory.path("keys")
                .properties()
                .forEach(key -> keys.put(key.getKey(), key.getValue().asText()));
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
        keys.keySet().removeIf(key -> account.isEmpty() || key.equals(account));
    }

    /** Where a request shows its key. */
    protected abstract Optional<String> shownKey(Context request);

    /** Returns the answer to a missing or wrong key. */
    protected abstract Reply wrongKey(Optional<String> shown);

    protected final boolean opens(String key) {
        return keys.containsKey(key);
    }

    /** Returns the owner of a request's key; empty if it has no valid key. */
    protected final String accountOf(Context request) {
        return shownKey(request).map(keys::get).orElse("");
    }

    protected final Endpoint behindKey(Endpoint endpoint) {
        return request -> {
            Optional<String> key = shownKey(request);
            return key.filter(this::opens).isPresent() ? endpoint.answer(request) : wrongKey(key);
        };
    }
}
