package dev.patchbay.local.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Runs the steps of a demo one after another and prints a line for each. A failed step does not stop those behind it. Not thread-safe. */
final class Steps {
    private final PrintWriter out;
    private int passed;
    private int failed;

    Steps(PrintWriter out) {
        this.out = out;
    }

    /** What a step does; it returns a few words on what came of it, or throws. */
    @FunctionalInterface
    interface Step {
        String run() throws StepFailed;
    }

    void step(String name, Step step) {
        long start = System.nanoTime();
        try {
            String outcome = step.run();
            passed++;
            print("ok  ", start, name + (outcome.isEmpty() ? "" : ": " + outcome));
        } catch (StepFailed | RuntimeException e) {
            failed++;
            print("FAIL", start, name + ": " + e.getMessage());
        }
    }

    /** Prints a step that cannot run on this machine, and the reason. It neither passes nor fails. */
    void leftOut(String name, String reason) {
        out.printf(Locale.ROOT, "skip           %s: %s%n", name, reason);
        out.flush();
    }

    /** Prints the last line. */
    boolean finish() {
        out.printf(Locale.ROOT, "demo: %d passed, %d failed%n", passed, failed);
        out.flush();
        return failed == 0;
    }

    private void print(String verdict, long start, String text) {
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        out.printf(Locale.ROOT, "%s %6.2f s  %s%n", verdict, taken.toMillis() / 1000.0, text);
        out.flush();
    }
}
