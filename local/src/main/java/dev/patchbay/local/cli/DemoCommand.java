package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.demo.Demo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job, step by step, against a stack of its own. */
@Command(
        name = "demo",
        description = {
            "Runs the main job against a stack of its own: connects Gmail, Slack and Apollo, acts through them, disconnects.",
            "With --all-providers, then connects every provider of the catalogue.",
            "One line per step; exit status 1 if any step failed."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--all-providers",
            description = "Then connect every provider: through its consent page, by its key, or both.")
    private boolean allProviders;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description =
                    "Write every request to a provider and its answer to this file, as JSON lines without secrets.")
    private Path[] record = {};

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Demo demo = new Demo(
                spec.commandLine().getOut(), allProviders, Arrays.stream(record).findFirst());
        return demo.run(stack.settings(LocalCloudSettings.Ports.FREE)) ? 0 : 1;
    }
}
