package dev.patchbay.local.simulator.exchange;

import java.time.Instant;

/**
 * One request that reached a simulator.
 *
 * @param provider the prefix it came under, such as {@code google}
 * @param path the provider's own path, without the prefix and the query
 * @param status of the answer, or 0 if the connection was dropped
 * @param at by the simulators' clock
 */
public record ReceivedRequest(String provider, String method, String path, int status, Instant at) {}
