package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.LocalCloudSettings.Ports;
import dev.patchbay.local.lambda.FunctionRuntime;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that starts a stack. */
final class StackOptions {
    private static final Pattern APP = Pattern.compile("(?<app>[A-Za-z0-9_.-]+)=(?<id>[^:]+):(?<secret>.+)");

    @Option(
            names = "--project",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder with template.yaml. Default: the current one.")
    private Path project = Path.of(".");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep tables, queues, keys, secrets, the simulators' grants and logs here across restarts. Without it nothing is left behind.")
    private Path[] data = {};

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            description =
                    "What runs the functions: ${COMPLETION-CANDIDATES}. NATIVE is AWS's own client, for Linux only.")
    private FunctionRuntime runtime = FunctionRuntime.ofThisMachine();

    @Option(
            names = "--environments",
            paramLabel = "N",
            description = "How many JVMs one function may have at once. Default: ${DEFAULT-VALUE}.")
    private int environments = 1;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description =
                    "A parameter of the template, in place of what the stack would give; ProviderUrls is added to the simulators' addresses. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--oauth-app",
            paramLabel = "APP=ID:SECRET",
            description =
                    "The client id and secret of an OAuth app, by the auth.app of the provider's file. May be repeated.")
    private String[] oauthApps = {};

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** The folder with {@code template.yaml}. */
    Path project() {
        return project.toAbsolutePath().normalize();
    }

    LocalCloudSettings settings(Ports ports) {
        LocalCloudSettings settings = LocalCloudSettings.of(project())
                .withPorts(ports)
                .withRuntime(runtime)
                .withMaxEnvironments(environments)
                .withParameters(parameters)
                .withOAuthApps(credentials());
        return data.length == 0 ? settings : settings.withDataFolder(data[0].toAbsolutePath());
    }

    private Map<String, OAuthAppCredentials> credentials() {
        Map<String, OAuthAppCredentials> credentials = new LinkedHashMap<>();
        for (String given : oauthApps) {
            Matcher parts = APP.matcher(given);
            if (!parts.matches()) {
                // The value may hold a secret and is not repeated.
                throw new ParameterException(
                        command.commandLine(),
                        "--oauth-app must be APP=ID:SECRET, such as asana=1234:secret: the auth.app of the provider's file, the client id and the client secret.");
            }
            credentials.put(parts.group("app"), new OAuthAppCredentials(parts.group("id"), parts.group("secret")));
        }
        return credentials;
    }
}
