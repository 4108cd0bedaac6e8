package dev.patchbay.local.lambda;

/** The outcome of one invocation. */
public sealed interface InvocationResult {
    /** The function's answer, JSON. */
    record Success(String payload) implements InvocationResult {}

    /**
     * The function threw, ended, or ran out of time.
     *
     * @param type such as a class name, {@code Runtime.ExitError} or {@code Sandbox.Timedout}
     * @param payload the error as Lambda hands it to a caller, JSON
     */
    record Failure(String type, String payload) implements InvocationResult {}

    /** The answer, or the error as an exception. */
    default String orThrow() {
        return switch (this) {
            case Success success -> success.payload();
            case Failure failure ->
                throw new IllegalStateException(
                        "The function failed with " + failure.type() + ": " + failure.payload());
        };
    }
}
