package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.LocalCloudSettings.Ports;
import dev.patchbay.local.lambda.FunctionRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that starts a stack. */
final class StackOptions {
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
                    "Keep tables, keys, secrets and logs here across restarts. Without it nothing is left behind.")
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
            description = "A parameter of the template, in place of what the stack would give. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    LocalCloudSettings settings(Ports ports) {
        var settings = LocalCloudSettings.of(project.toAbsolutePath().normalize())
                .withPorts(ports)
                .withRuntime(runtime)
                .withMaxEnvironments(environments)
                .withParameters(parameters);
        return data.length == 0 ? settings : settings.withDataFolder(data[0].toAbsolutePath());
    }
}
