package dev.patchbay.aws;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes time to make and that not every invocation needs: made when it is first asked for, and then kept. If making it
 * fails, the next call tries again. Thread-safe.
 */
public final class OnFirstUse<T> implements Supplier<T> {
    private final Supplier<? extends T> make;
    private volatile @Nullable T made;

    /** @param make is called once, unless it throws; never returns null */
    public OnFirstUse(Supplier<? extends T> make) {
        this.make = make;
    }

    @Override
    public T get() {
        T there = made;
        return there == null ? first() : there;
    }

    private synchronized T first() {
        T there = made;
        if (there == null) {
            there = make.get();
            made = there;
        }
        return there;
    }
}
