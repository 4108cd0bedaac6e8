package dev.patchbay.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** Opened resources. Closes all of them in the opposite order, even if closing one fails. Thread-safe. */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        IllegalStateException failure =
                new IllegalStateException("Not everything of the local stack could be stopped.");
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
