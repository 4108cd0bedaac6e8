package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job, step by step, against a stack of its own. */
@Command(
        name = "demo",
        description = {
            "Runs the main job against a stack of its own: connects Gmail, Slack and Apollo, acts through them, disconnects.",
            "One line per step; exit status 1 if any step failed."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new Demo(spec.commandLine().getOut()).run(stack.settings(LocalCloudSettings.Ports.FREE)) ? 0 : 1;
    }
}
