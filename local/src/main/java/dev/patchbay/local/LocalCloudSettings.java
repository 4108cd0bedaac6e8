package dev.patchbay.local;

import dev.patchbay.local.lambda.FunctionRuntime;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a local stack starts. Immutable.
 *
 * @param project the folder with {@code template.yaml}; code paths are relative to it
 * @param dataFolder where state survives a restart; without one all state is lost at the end
 * @param parameters of the template, in place of what the stack would give; {@code ProviderUrls} is added to the simulators' addresses
 * @param oauthApps the registered apps of providers that have no simulator, by the catalogue's {@code auth.app}
 */
public record LocalCloudSettings(
        Path project,
        Ports ports,
        Optional<Path> dataFolder,
        Functions functions,
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

    /**
     * How the functions run.
     *
     * @param maxEnvironments how many JVMs one function may have at once
     * @param eventSources whether queues, streams and schedules call functions; without them only the API and direct invocation do
     */
    public record Functions(FunctionRuntime runtime, int maxEnvironments, boolean eventSources) {
        public Functions {
            if (maxEnvironments < 1) {
                throw new IllegalArgumentException("A function needs at least one JVM.");
            }
        }
    }

    public LocalCloudSettings {
        parameters = Map.copyOf(parameters);
        oauthApps = Map.copyOf(oauthApps);
    }

    /** The project's stack on any free ports, keeping nothing. */
    public static LocalCloudSettings of(Path project) {
        return new LocalCloudSettings(
                project,
                Ports.FREE,
                Optional.empty(),
                new Functions(FunctionRuntime.ofThisMachine(), 1, true),
                Map.of(),
                Map.of(),
                Clock.systemUTC());
    }

    public LocalCloudSettings withPorts(Ports other) {
        return changed(draft -> draft.ports = other);
    }

    public LocalCloudSettings withDataFolder(Path folder) {
        return changed(draft -> draft.dataFolder = Optional.of(folder));
    }

    public LocalCloudSettings withRuntime(FunctionRuntime other) {
        return withFunctions(new Functions(other, functions.maxEnvironments(), functions.eventSources()));
    }

    public LocalCloudSettings withMaxEnvironments(int most) {
        return withFunctions(new Functions(functions.runtime(), most, functions.eventSources()));
    }

    /** Messages stay in their queues, changes in their streams, and no schedule runs. */
    public LocalCloudSettings withoutEventSources() {
        return withFunctions(new Functions(functions.runtime(), functions.maxEnvironments(), false));
    }

    private LocalCloudSettings withFunctions(Functions other) {
        return changed(draft -> draft.functions = other);
    }

    /** By another clock, which tests move. */
    public LocalCloudSettings withClock(Clock other) {
        return changed(draft -> draft.clock = other);
    }

    public LocalCloudSettings withParameters(Map<String, String> given) {
        return changed(draft -> draft.parameters = given);
    }

    public LocalCloudSettings withOAuthApps(Map<String, OAuthAppCredentials> given) {
        return changed(draft -> draft.oauthApps = given);
    }

    private LocalCloudSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The settings, to be changed by name. */
    private static final class Draft {
        private final Path project;
        private Ports ports;
        private Optional<Path> dataFolder;
        private Functions functions;
        private Map<String, String> parameters;
        private Map<String, OAuthAppCredentials> oauthApps;
        private Clock clock;

        Draft(LocalCloudSettings settings) {
            this.project = settings.project;
            this.ports = settings.ports;
            this.dataFolder = settings.dataFolder;
            this.functions = settings.functions;
            this.parameters = settings.parameters;
            this.oauthApps = settings.oauthApps;
            this.clock = settings.clock;
        }

        LocalCloudSettings settings() {
            return new LocalCloudSettings(project, ports, dataFolder, functions, parameters, oauthApps, clock);
        }
    }
}
