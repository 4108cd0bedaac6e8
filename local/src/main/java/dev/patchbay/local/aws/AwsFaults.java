package dev.patchbay.local.aws;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a service refuse its next requests, to test how functions handle that. Thread-safe. */
public final class AwsFaults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    private record Fault(String service, String operation, int status, String type, AtomicInteger left) {}

    /**
     * The next {@code times} calls of the operation fail.
     *
     * @param type the error's {@code __type}, such as {@code ThrottlingException}
     */
    public void failNext(int times, String service, String operation, int status, String type) {
        faults.add(new Fault(service, operation, status, type, new AtomicInteger(times)));
    }

    /** Forgets all faults that have not happened yet. */
    public void clear() {
        faults.clear();
    }

    void check(String service, String operation) {
        for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.service().equals(service)
                    && fault.operation().equals(operation)
                    && fault.left().getAndDecrement() > 0) {
                throw new AwsError(fault.status(), fault.type(), "The local stack was asked to refuse this request.");
            }
        }
    }
}
