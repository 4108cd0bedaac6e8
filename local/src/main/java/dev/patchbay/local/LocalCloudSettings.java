package dev.patchbay.local;

import dev.patchbay.local.lambda.FunctionRuntime;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * How a local stack starts. Immutable.
 *
 * @param project the folder with {@code template.yaml}; code paths are relative to it
 * @param dataFolder where state survives a restart; without one all state is lost at the end
 * @param maxEnvironments how many JVMs one function may have at once
 * @param eventSources whether queues, streams and schedules call functions; without them only the API and direct invocation do
 * @param parameters of the template, in place of what the stack would give; {@code ProviderUrls} is added to the simulators' addresses
 * @param oauthApps the registered apps of providers that have no simulator, by the catalogue's {@code auth.app}
 */
public record LocalCloudSettings(
        Path project,
        Ports ports,
        Optional<Path> dataFolder,
        FunctionRuntime runtime,
        int maxEnvironments,
        boolean eventSources,
        Map<String, String> parameters,
        Map<String, OAuthAppCredentials> oauthApps,
        Clock clock) {

    /** A port for each part; 0 for any free one. */
    public record Ports(int gateway, int simulators, int aws, int identity) {
        /** Those that the documentation names. */
        public static final Ports DOCUMENTED = new Ports(3000, 3001, 3002, 3003);

        /** Any free ones. */
        public static final Ports FREE = new Ports(0, 0, 0, 0);
    }

    public LocalCloudSettings {
        parameters = Map.copyOf(parameters);
        oauthApps = Map.copyOf(oauthApps);
        if (maxEnvironments < 1) {
            throw new IllegalArgumentException("A function needs at least one JVM.");
        }
    }

    /** The project's stack on any free ports, keeping nothing. */
    public static LocalCloudSettings of(Path project) {
        return new LocalCloudSettings(
                project,
                Ports.FREE,
                Optional.empty(),
                FunctionRuntime.ofThisMachine(),
                1,
                true,
                Map.of(),
                Map.of(),
                Clock.systemUTC());
    }

    public LocalCloudSettings withPorts(Ports other) {
        return new LocalCloudSettings(
                project, other, dataFolder, runtime, maxEnvironments, eventSources, parameters, oauthApps, clock);
    }

    public LocalCloudSettings withDataFolder(Path folder) {
        return new LocalCloudSettings(
                project,
                ports,
                Optional.of(folder),
                runtime,
                maxEnvironments,
                eventSources,
                parameters,
                oauthApps,
                clock);
    }

    public LocalCloudSettings withRuntime(FunctionRuntime other) {
        return new LocalCloudSettings(
                project, ports, dataFolder, other, maxEnvironments, eventSources, parameters, oauthApps, clock);
    }

    public LocalCloudSettings withMaxEnvironments(int most) {
        return new LocalCloudSettings(
                project, ports, dataFolder, runtime, most, eventSources, parameters, oauthApps, clock);
    }

    /** Messages stay in their queues, changes in their streams, and no schedule runs. */
    public LocalCloudSettings withoutEventSources() {
        return new LocalCloudSettings(
                project, ports, dataFolder, runtime, maxEnvironments, false, parameters, oauthApps, clock);
    }

    /** By another clock, which tests move. */
    public LocalCloudSettings withClock(Clock other) {
        return new LocalCloudSettings(
                project, ports, dataFolder, runtime, maxEnvironments, eventSources, parameters, oauthApps, other);
    }

    public LocalCloudSettings withParameters(Map<String, String> given) {
        return new LocalCloudSettings(
                project, ports, dataFolder, runtime, maxEnvironments, eventSources, given, oauthApps, clock);
    }

    public LocalCloudSettings withOAuthApps(Map<String, OAuthAppCredentials> given) {
        return new LocalCloudSettings(
                project, ports, dataFolder, runtime, maxEnvironments, eventSources, parameters, given, clock);
    }
}
