package dev.patchbay.local.simulator;

import dev.patchbay.local.aws.StateFile;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/**
 * How the simulators start.
 *
 * @param port on 127.0.0.1; 0: any free one
 * @param clock by which tokens expire; it can be moved ahead afterwards
 * @param switches what the registered apps have opted in to
 * @param memory where grants survive a restart
 */
public record SimulatorSettings(int port, Clock clock, Set<AppSwitch> switches, StateFile memory) {

    /** What the owner of an app can turn on at a provider, and what changes its tokens. */
    public enum AppSwitch {
        /** Slack tokens of 12 hours, with refresh tokens that work once. */
        SLACK_TOKEN_ROTATION,
        /** LinkedIn refresh tokens, as approved partners have them. */
        LINKEDIN_REFRESH_TOKENS,
        /** Salesforce refresh tokens that work once. */
        SALESFORCE_TOKEN_ROTATION,
        /** A GitHub App instead of an OAuth app: tokens of 8 hours, refresh tokens that work once. */
        GITHUB_APP,
        /** A Microsoft app that is registered for the accounts of one directory only. */
        MICROSOFT_SINGLE_TENANT
    }

    public SimulatorSettings {
        switches = Set.copyOf(switches);
    }

    public static SimulatorSettings onPort(int port) {
        return new SimulatorSettings(port, Clock.systemUTC(), Set.of(), StateFile.inMemory());
    }

    public SimulatorSettings withClock(Clock other) {
        return new SimulatorSettings(port, other, switches, memory);
    }

    public SimulatorSettings with(AppSwitch first, AppSwitch... more) {
        return new SimulatorSettings(port, clock, EnumSet.of(first, more), memory);
    }

    public SimulatorSettings withMemory(StateFile file) {
        return new SimulatorSettings(port, clock, switches, file);
    }
}
