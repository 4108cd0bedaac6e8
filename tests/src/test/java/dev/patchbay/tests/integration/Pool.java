package dev.patchbay.tests.integration;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives each test class one of several things that take long to start, for itself while it runs. There are as many as classes that
 * run at the same time; all are closed after the last class. Safe for use by several threads.
 *
 * @param <T> such as a running stack
 */
public final class Pool<T> implements AutoCloseable {
    private final Class<T> type;
    private final Queue<T> started = new ConcurrentLinkedQueue<>();
    private final Queue<T> idle = new ConcurrentLinkedQueue<>();
    private final Supplier<T> start;
    private final Consumer<T> stop;

    /** What a class holds. A record around it, since JUnit closes what a class leaves in its store. */
    private record Taken(Object it) {}

    private Pool(Class<T> type, Supplier<T> start, Consumer<T> stop) {
        this.type = type;
        this.start = start;
        this.stop = stop;
    }

    /** Before all tests of a class: takes an idle one or starts one. */
    public static <T> void take(ExtensionContext context, Class<T> type, Supplier<T> start, Consumer<T> stop) {
        @SuppressWarnings("unchecked") // Only pools of this type are stored by it.
        Pool<T> pool = context.getRoot()
                .getStore(namespace(type))
                .computeIfAbsent(Pool.class, missing -> new Pool<>(type, start, stop), Pool.class);
        context.getStore(namespace(type)).put(Taken.class, new Taken(pool.take()));
    }

    /** What the test's class has taken. */
    public static <T> T taken(ExtensionContext context, Class<T> type) {
        return type.cast(
                Objects.requireNonNull(context.getStore(namespace(type)).get(Taken.class, Taken.class))
                        .it());
    }

    /** After all tests of a class: the next class may take it. */
    public static <T> void leave(ExtensionContext context, Class<T> type) {
        Pool<?> pool = Objects.requireNonNull(
                context.getRoot().getStore(namespace(type)).get(Pool.class, Pool.class));
        pool.add(taken(context, type));
    }

    private T take() {
        T waiting = idle.poll();
        if (waiting != null) {
            return waiting;
        }
        T fresh = start.get();
        started.add(fresh);
        return fresh;
    }

    private void add(Object left) {
        idle.add(type.cast(left));
    }

    private static Namespace namespace(Class<?> type) {
        return Namespace.create(Pool.class, type);
    }

    @Override
    public void close() {
        started.forEach(stop);
    }
}
