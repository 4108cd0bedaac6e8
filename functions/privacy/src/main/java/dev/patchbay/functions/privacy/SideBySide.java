package dev.patchbay.functions.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs many tasks that wait for a remote answer, sixteen at a time. */
final class SideBySide {
    private static final int AT_ONCE = 16;

    private SideBySide() {}

    /**
     * Runs all tasks. Each result is handed over in the caller's thread as soon as its task ends. A task that fails does not stop the
     * others.
     *
     * @throws IllegalStateException at the end, if a task failed; the cause is the first failure
     */
    static <T> void run(List<Callable<T>> tasks, Consumer<T> handedOver) {
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            ExecutorCompletionService<T> running = new ExecutorCompletionService<>(workers);
            tasks.forEach(running::submit);
            for (int i = 0; i < tasks.size(); i++) {
                try {
                    handedOver.accept(running.take().get());
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " of " + tasks.size() + " failed", failures.getFirst());
        }
    }
}
