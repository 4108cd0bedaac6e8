package dev.patchbay.log;

import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.ThreadLocalMapOfStacks;
import org.slf4j.spi.MDCAdapter;

/**
 * The ids that each thread's lines carry, in the order in which they were set. No thread inherits them: a pooled thread would carry those
 * of the invocation that started it into the next one.
 */
final class ThreadIds implements MDCAdapter {
    private final ThreadLocal<Map<String, String>> ids = ThreadLocal.withInitial(LinkedHashMap::new);
    private final ThreadLocalMapOfStacks stacks = new ThreadLocalMapOfStacks();

    Map<String, String> all() {
        return ids.get();
    }

    @Override
    public void put(String name, String id) {
        ids.get().put(name, id);
    }

    @Override
    public @Nullable String get(String name) {
        return ids.get().get(name);
    }

    @Override
    public void remove(String name) {
        ids.get().remove(name);
    }

    @Override
    public void clear() {
        ids.remove();
    }

    @Override
    public Map<String, String> getCopyOfContextMap() {
        return new LinkedHashMap<>(ids.get());
    }

    @Override
    public void setContextMap(@Nullable Map<String, String> all) {
        ids.set(all == null ? new LinkedHashMap<>() : new LinkedHashMap<>(all));
    }

    @Override
    public void pushByKey(String key, String value) {
        stacks.pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
        return stacks.popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return stacks.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        stacks.clearDequeByKey(key);
    }
}
