package dev.patchbay.local.simulator;

import java.time.Clock;

/**
 * How the simulators start.
 *
 * @param port on 127.0.0.1; 0: any free one
 * @param clock by which tokens expire; it can be moved ahead afterwards
 * @param slackTokenRotation whether the Slack app has opted in to token rotation
 */
public record SimulatorSettings(int port, Clock clock, boolean slackTokenRotation) {

    public static SimulatorSettings onPort(int port) {
        return new SimulatorSettings(port, Clock.systemUTC(), false);
    }

    public SimulatorSettings withClock(Clock other) {
        return new SimulatorSettings(port, other, slackTokenRotation);
    }

    public SimulatorSettings withSlackTokenRotation() {
        return new SimulatorSettings(port, clock, true);
    }
}
