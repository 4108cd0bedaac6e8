package dev.patchbay.http;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;

    public ProblemException(Problem problem) {
        this(problem, Optional.empty());
    }

    /** @param retryAfter the wait that the header {@code Retry-After} asks for; empty: no header is sent */
    ProblemException(Problem problem, Optional<Duration> retryAfter) {
        super(problem.detail());
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** The answer that reports it. */
    ApiResponse answer() {
        ApiResponse answer = ApiResponse.problem(problem);
        return retryAfter
                .map(wait -> answer.withHeader("Retry-After", Long.toString(wait.toSeconds())))
                .orElse(answer);
    }
}
