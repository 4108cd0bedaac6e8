package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings.Ports;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the stack and stays up until it is stopped. */
@Command(
        name = "local",
        description = "Start everything on this machine, and stay up until Ctrl-C.",
        footer = {"", "Ports are of this machine only; 0 is any free one."})
final class LocalCommand implements Runnable {
    @Mixin
    private StackOptions options = new StackOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "The API. Default: ${DEFAULT-VALUE}.")
    private int gateway = Ports.DOCUMENTED.gateway();

    @Option(
            names = "--simulators-port",
            paramLabel = "PORT",
            description = "The provider simulators. Default: ${DEFAULT-VALUE}.")
    private int simulators = Ports.DOCUMENTED.simulators();

    @Option(names = "--aws-port", paramLabel = "PORT", description = "The AWS endpoint. Default: ${DEFAULT-VALUE}.")
    private int aws = Ports.DOCUMENTED.aws();

    @Option(names = "--login-port", paramLabel = "PORT", description = "The login page. Default: ${DEFAULT-VALUE}.")
    private int identity = Ports.DOCUMENTED.identity();

    @Option(names = "--verbose", description = "Print what the functions print, each line after its function's name.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("starting …");
        LocalCloud cloud = LocalCloud.start(options.settings(new Ports(gateway, simulators, aws, identity)));
        if (verbose) {
            cloud.functionLog().listen(line -> out.println(line.function() + " | " + line.text()));
        }
        RunningStacks.of(options.project()).announce(cloud.awsUri());
        out.println("ready " + cloud.gatewayUri());
        out.println();
        welcome(cloud).lines().forEach(out::println);
        try {
            // The process's own end, by Ctrl-C or a signal, stops the stack.
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cloud.close();
        }
    }

    private static String welcome(LocalCloud cloud) {
        return """
                  API          %1$s
                  providers    %2$s   (simulated; %2$s/_simulator lists the faults they can simulate)
                  AWS          %3$s   (AWS_ENDPOINT_URL=%3$s aws dynamodb list-tables)
                  issuer       %4$s
                  mail         %3$s/_patchbay/mail   (what notifications would have been sent)

                Try, in another terminal:
                  TOKEN=$(./patchbay token --workspace acme --role owner)
                  curl -H "Authorization: Bearer $TOKEN" %1$s/api/integrations

                Ctrl-C stops it.""".formatted(cloud.gatewayUri(), cloud.simulators().url(), cloud.awsUri(), cloud.issuer());
    }
}
