package dev.patchbay.local.lambda;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The Runtime API's side of one environment: what it waits for and what it works on. Thread-safe. */
final class RuntimeSession {
    private final String functionArn;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<InvocationResult.Failure> initError = new CompletableFuture<>();

    record Invocation(
            String id, String event, Instant deadline, String trace, CompletableFuture<InvocationResult> result) {}

    RuntimeSession(String functionArn) {
        this.functionArn = functionArn;
    }

    String functionArn() {
        return functionArn;
    }

    /** Completes when the function first asks for an event: its initialization is over. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Completes when the function reports that it cannot start. */
    CompletableFuture<InvocationResult.Failure> initError() {
        return initError;
    }

    void submit(Invocation invocation) {
        running.put(invocation.id(), invocation);
        waiting.add(invocation);
    }

    /** Waits for the next invocation. */
    Invocation next() throws InterruptedException {
        ready.complete(null);
        return waiting.take();
    }

    void finish(String id, InvocationResult result) {
        Invocation invocation = running.remove(id);
        if (invocation != null) {
            invocation.result().complete(result);
        }
    }
}
