package dev.patchbay.local.cli;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints a token for a running stack. */
@Command(name = "token", description = "Print a token (JWT) for the API of the running stack, good for 12 hours.")
final class TokenCommand implements Runnable {
    @Mixin
    private RunningStack stack = new RunningStack();

    @Option(
            names = "--project",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder for which the stack was started. Default: the current one.")
    private Path project = Path.of(".");

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            description = "The workspace (tenant). Default: ${DEFAULT-VALUE}.")
    private String workspace = "acme";

    @Option(names = "--member", paramLabel = "ID", description = "The person. Default: ${DEFAULT-VALUE}.")
    private String member = "ann@acme.example";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            converter = RoleName.class,
            description = "owner, admin or member. Default: ${DEFAULT-VALUE}.")
    private String role = "owner";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        HttpResponse<String> answer = stack.ask(
                        project.toAbsolutePath().normalize(),
                        "GET",
                        "/_patchbay/token",
                        Map.of("workspace", workspace, "member", member, "role", role),
                        "")
                .orElseThrow(() -> new IllegalStateException(
                        "No stack runs here: start one with ./patchbay local in another terminal."));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        spec.commandLine().getOut().println(answer.body());
    }

    /** A role that the API knows; a token with another one would be refused by every route. */
    static final class RoleName implements ITypeConverter<String> {
        private static final List<String> ROLES = List.of("owner", "admin", "member");

        @Override
        public String convert(String value) {
            if (!ROLES.contains(value)) {
                throw new TypeConversionException(
                        "\"" + value + "\" is not a role; use one of " + String.join(", ", ROLES) + ".");
            }
            return value;
        }
    }
}
