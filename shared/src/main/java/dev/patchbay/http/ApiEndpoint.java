package dev.patchbay.http;

/** Answers one route. Implementations are thread-safe. */
@FunctionalInterface
public interface ApiEndpoint {
    /** @throws ProblemException to answer with an error */
    ApiResponse answer(ApiRequest request);
}
