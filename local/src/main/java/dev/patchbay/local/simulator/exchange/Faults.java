package dev.patchbay.local.simulator.exchange;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The faults that wait for coming requests, in the order in which they were asked for. Thread-safe. */
final class Faults {

    private final List<Waiting> waiting = new ArrayList<>();

    synchronized void add(Misbehaviour.Fault fault) {
        waiting.add(new Waiting(fault));
    }

    synchronized void clear() {
        waiting.clear();
    }

    /** What befalls a request to this path: any number of delays, and at most one other fault, which comes last. */
    synchronized List<Misbehaviour.Fault> befalling(String path) {
        List<Misbehaviour.Fault> befalling = new ArrayList<>();
        Iterator<Waiting> all = waiting.iterator();
        while (all.hasNext()) {
            Waiting next = all.next();
            if (!path.endsWith(next.fault.path())) {
                continue;
            }
            if (--next.times == 0) {
                all.remove();
            }
            befalling.add(next.fault);
            if (!(next.fault instanceof Misbehaviour.Delay)) {
                break;
            }
        }
        return befalling;
    }

    private static final class Waiting {
        private final Misbehaviour.Fault fault;
        private int times;

        Waiting(Misbehaviour.Fault fault) {
            this.fault = fault;
            this.times = fault.times();
        }
    }
}
