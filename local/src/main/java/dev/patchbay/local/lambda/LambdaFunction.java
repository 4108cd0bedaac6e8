package dev.patchbay.local.lambda;

import dev.patchbay.local.template.FunctionResource;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** One function and its environments: as many as run at once, up to a limit; further events wait their turn. Thread-safe. */
final class LambdaFunction implements AutoCloseable {
    private final FunctionResource resource;
    private final Supplier<FunctionEnvironment> start;
    private final Semaphore slots;
    private final Deque<FunctionEnvironment> idle = new ConcurrentLinkedDeque<>();
    private final Set<FunctionEnvironment> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LambdaFunction(FunctionResource resource, int maxEnvironments, Supplier<FunctionEnvironment> start) {
        this.resource = resource;
        this.start = start;
        this.slots = new Semaphore(maxEnvironments, true);
    }

    FunctionResource resource() {
        return resource;
    }

    InvocationResult invoke(String event) throws InterruptedException {
        slots.acquire();
        try {
            FunctionEnvironment environment = environment();
            InvocationResult result = environment.invoke(event);
            if (environment.alive()) {
                idle.addFirst(environment);
            } else {
                all.remove(environment);
                environment.close();
            }
            return result;
        } finally {
            slots.release();
        }
    }

    private FunctionEnvironment environment() {
        for (FunctionEnvironment used = idle.pollFirst(); used != null; used = idle.pollFirst()) {
            if (used.alive()) {
                return used;
            }
            all.remove(used);
            used.close();
        }
        return startFresh();
    }

    private synchronized FunctionEnvironment startFresh() {
        if (closed) {
            throw new IllegalStateException(resource.logicalId() + " is stopped.");
        }
        FunctionEnvironment fresh = start.get();
        all.add(fresh);
        return fresh;
    }

    /** Kills all JVMs, as a crash does, and returns whether there were any; the next event starts a new one. */
    synchronized boolean kill() {
        boolean killed = !all.isEmpty();
        all.forEach(FunctionEnvironment::close);
        all.clear();
        return killed;
    }

    /** Ends all JVMs, and lets no other start. */
    @Override
    public synchronized void close() {
        closed = true;
        all.forEach(FunctionEnvironment::stop);
        all.clear();
    }
}
