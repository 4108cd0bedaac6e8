package dev.patchbay.local.simulator.exchange;

import io.javalin.http.Context;

/** One operation of a provider: performs the request and returns the answer. Called by many threads. */
@FunctionalInterface
public interface Endpoint {
    Reply answer(Context request);
}
