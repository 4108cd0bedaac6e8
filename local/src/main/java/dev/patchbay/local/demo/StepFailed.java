package dev.patchbay.local.demo;

import java.io.Serial;

/** What a step saw is not what must be. */
final class StepFailed extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    StepFailed(String message) {
        super(message);
    }

    static void unless(boolean holds, String otherwise) throws StepFailed {
        if (!holds) {
            throw new StepFailed(otherwise);
        }
    }

    static void expect(String what, Object expected, Object actual) throws StepFailed {
        unless(expected.equals(actual), what + " is " + actual + ", not " + expected);
    }
}
