package dev.patchbay.local.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a token for a running stack. */
@Command(name = "token", description = "Print a token (JWT) for the API of the running stack, good for 12 hours.")
final class TokenCommand implements Runnable {
    @Mixin
    private RunningStack stack = new RunningStack();

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            description = "The workspace (tenant). Default: ${DEFAULT-VALUE}.")
    private String workspace = "acme";

    @Option(names = "--member", paramLabel = "ID", description = "The person. Default: ${DEFAULT-VALUE}.")
    private String member = "ann@acme.example";

    @Option(names = "--role", paramLabel = "ROLE", description = "owner, admin or member. Default: ${DEFAULT-VALUE}.")
    private String role = "owner";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        var answer = stack.ask(
                        "GET", "/_patchbay/token", Map.of("workspace", workspace, "member", member, "role", role), "")
                .orElseThrow(() -> new IllegalStateException(
                        "No stack runs here: start one with ./patchbay local in another terminal."));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        spec.commandLine().getOut().println(answer.body());
    }
}
