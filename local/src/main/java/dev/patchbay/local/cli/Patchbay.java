package dev.patchbay.local.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** {@code ./patchbay}: the commands that run Patchbay on one machine. */
@Command(
        name = "patchbay",
        description = "Patchbay on this machine, without AWS or Docker.",
        mixinStandardHelpOptions = true,
        versionProvider = PatchbayVersion.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            DemoCommand.class,
            LocalCommand.class,
            InvokeCommand.class,
            BenchCommand.class,
            TokenCommand.class,
            RepackCommand.class
        })
public final class Patchbay {
    private Patchbay() {}

    /** Runs a command, and ends the process with its status: 0 done, 1 failed, 2 not understood. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** All commands. */
    public static CommandLine commandLine() {
        return new CommandLine(new Patchbay())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, arguments) -> {
                    // One sentence; the options are shown on request.
                    CommandLine command = e.getCommandLine();
                    String sentence = String.valueOf(e.getMessage());
                    String help = "; see ./" + command.getCommandSpec().qualifiedName() + " --help.";
                    command.getErr().println(sentence.endsWith(".") ? sentence : sentence + help);
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    // Prints one sentence; --stacktrace prints the origin.
                    command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
                    return 1;
                });
    }
}
