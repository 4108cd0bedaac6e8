package dev.patchbay.local.simulator.exchange;

import io.javalin.http.Context;

/** One operation of a provider: does what the request asks for and says what is answered. Called by many threads. */
@FunctionalInterface
public interface Endpoint {
    Reply answer(Context request);
}
