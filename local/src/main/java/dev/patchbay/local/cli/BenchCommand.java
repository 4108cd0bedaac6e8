package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloudSettings.Ports;
import dev.patchbay.local.bench.Bench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: how long each function takes, cold and warm, on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures each function on a stack of its own: from the start of its JVM to its first answer, and warm.",
            "Takes some minutes. Let nothing else run meanwhile."
        })
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--jvms",
            paramLabel = "N",
            description = "Fresh JVMs for the cold time of each function. Default: ${DEFAULT-VALUE}.")
    private int jvms = 5;

    @Option(
            names = "--calls",
            paramLabel = "N",
            description = "Warm calls of each function that are timed. Default: ${DEFAULT-VALUE}.")
    private int calls = 200;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        new Bench(spec.commandLine().getOut(), jvms, calls).run(stack.settings(Ports.FREE));
        return 0;
    }
}
