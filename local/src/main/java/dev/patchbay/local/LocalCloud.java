package dev.patchbay.local;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.EmbeddedAws;
import dev.patchbay.local.aws.EventBusService.PublishedEvent;
import dev.patchbay.local.aws.LocalPort;
import dev.patchbay.local.aws.PortTaken;
import dev.patchbay.local.aws.RequestLog;
import dev.patchbay.local.aws.StateFile;
import dev.patchbay.local.gateway.HttpGateway;
import dev.patchbay.local.identity.IdentityProvider;
import dev.patchbay.local.lambda.FunctionLog;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.source.EventSources;
import dev.patchbay.local.source.Schedules;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.Stack;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The whole local stack: the resources of the project's template, the provider simulators and an issuer of tokens.
 * Stops with the process at the latest, and leaves only its data folder behind. Thread-safe.
 */
public final class LocalCloud implements AutoCloseable {
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final Resources resources = new Resources();
    private final HttpGateway gateway;
    private final IdentityProvider identity;
    private final Simulators simulators;
    private final EmbeddedAws aws;
    private final FunctionLog functionLog;
    private final Deployment deployment;
    private final Stack stack;
    private final Functions functions;
    private final Schedules schedules;
    private final Thread stopWithProcess;

    private LocalCloud(LocalCloudSettings settings) {
        LocalCloudSettings.Ports ports = settings.ports();
        ControlApi control = new ControlApi();
        MailPages mailPages = new MailPages(() -> aws().mail());
        AtomicReference<Functions> invoker = new AtomicReference<>();
        try {
            // Before anything is opened: two stacks on one folder would damage it.
            settings.dataFolder().ifPresent(folder -> resources.add(DataFolderLock.of(folder)));
            // The slowest part, beside which all others start.
            CompletableFuture<EmbeddedAws> startingAws =
                    CompletableFuture.supplyAsync(() -> resources.add(EmbeddedAws.start(
                            new EmbeddedAws.Settings(
                                    new LocalPort(ports.aws(), "the AWS endpoint", "--aws-port"),
                                    Deployment.REGION,
                                    Deployment.ACCOUNT,
                                    settings.dataFolder(),
                                    settings.clock()),
                            (target, event) ->
                                    invoker.get().invoke(target.arn(), event).orThrow(),
                            config -> {
                                control.addTo(config);
                                mailPages.addTo(config);
                            })));
            try {
                this.simulators = resources.add(startSimulators(settings));
                this.identity = resources.add(
                        IdentityProvider.start(new LocalPort(ports.identity(), "the login page", "--login-port")));
                this.gateway = resources.add(
                        HttpGateway.start(new LocalPort(ports.gateway(), "the API", "--port"), settings.clock()));
            } finally {
                // Waits in any case, so that the resources include it before they are closed.
                startingAws.exceptionally(e -> null).join();
            }
            this.aws = startingAws.join();
            this.deployment = Deployment.of(settings, gateway.uri(), identity.issuer(), simulators);
            this.stack = deployment.provision(aws.uri());
            stack.functions().forEach(function -> aws.restrict(Functions.accessKey(function), function));
            this.functionLog = resources.add(
                    new FunctionLog(settings.dataFolder().map(folder -> folder.resolve("logs")), settings.clock()));
            this.functions = resources.add(Functions.start(
                    stack.functions(),
                    new Functions.Settings(
                            settings.project(),
                            aws.uri(),
                            Deployment.REGION,
                            settings.functions().runtime(),
                            settings.functions().maxEnvironments(),
                            functionLog,
                            settings.clock())));
            invoker.set(functions);
            List<FunctionResource> called = settings.functions().eventSources() ? stack.functions() : List.of();
            resources.add(EventSources.start(
                    called,
                    aws,
                    functions,
                    Deployment.REGION,
                    settings.functions().maxEnvironments(),
                    new StateFile(settings.dataFolder().map(folder -> folder.resolve("streams.json"))),
                    settings.clock()));
            this.schedules = resources.add(Schedules.start(called, functions, settings.clock()));
            gateway.serve(stack, functions);
        } catch (CompletionException e) {
            resources.close();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
        this.stopWithProcess = new Thread(resources::close, "stop the local stack");
        Runtime.getRuntime().addShutdownHook(stopWithProcess);
        control.serve(this);
    }

    /**
     * Starts everything; no function's JVM runs before its first event.
     *
     * @throws PortTaken if a port is not free
     * @throws IllegalStateException if another stack uses the data folder
     * @throws dev.patchbay.local.template.TemplateException if the template has resources that cannot run locally
     */
    public static LocalCloud start(LocalCloudSettings settings) {
        return new LocalCloud(settings);
    }

    private static Simulators startSimulators(LocalCloudSettings settings) {
        int number = settings.ports().simulators();
        try {
            return Simulators.start(SimulatorSettings.onPort(number)
                    .withMemory(new StateFile(settings.dataFolder().map(folder -> folder.resolve("simulators.json")))));
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof JavalinBindException taken) {
                throw new PortTaken(new LocalPort(number, "the provider simulators", "--simulators-port"), taken);
            }
            throw e;
        }
    }

    /** Where the API answers. */
    public URI gatewayUri() {
        return gateway.uri();
    }

    /** Where all AWS services answer. */
    public URI awsUri() {
        return aws.uri();
    }

    /** The issuer of the tokens that the API accepts; its login page is at {@code /authorize} below it. */
    public URI issuer() {
        return identity.issuer();
    }

    public Simulators simulators() {
        return simulators;
    }

    /** The services, for tests: faults, published events. */
    public EmbeddedAws aws() {
        return aws;
    }

    /** Every AWS request that functions made; {@link Functions#accessKey} identifies the function. */
    public RequestLog requestLog() {
        return aws.log();
    }

    /** Every line that functions printed. */
    public FunctionLog functionLog() {
        return functionLog;
    }

    /** Everything that was put on a bus. */
    public List<PublishedEvent> publishedEvents() {
        return aws.events().published();
    }

    /** Returns the running resources, with their physical names. */
    public Stack stack() {
        return stack;
    }

    public Functions functions() {
        return functions;
    }

    /** AWS clients for this stack, which the request log shows under this caller. */
    public AwsClients clients(String caller) {
        return AwsClients.of(aws.uri(), Deployment.REGION, caller);
    }

    /** A token with which the API takes its bearer for this member, whose id is an email address too where it has the form. */
    public String token(String workspace, String member, String role) {
        Map<String, String> given = deployment.parameters();
        Map<String, String> claims = new LinkedHashMap<>(Map.of(
                given.getOrDefault("WorkspaceClaim", "workspace"), workspace,
                given.getOrDefault("RoleClaim", "role"), role));
        if (member.contains("@")) {
            claims.put(given.getOrDefault("EmailClaim", "email"), member);
        }
        return identity.token(member, given.getOrDefault("JwtAudience", "patchbay"), claims, TOKEN_LIFETIME);
    }

    /** Invokes a function, named by its logical id or its name, with a JSON event. */
    public InvocationResult invoke(String function, String event) {
        return functions.invoke(function, event);
    }

    /** Runs a schedule now. */
    public InvocationResult fire(String schedule) {
        return schedules.fire(schedule);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithProcess);
        } catch (IllegalStateException e) {
            // The process ends: the hook closes it all.
            return;
        }
        resources.close();
    }
}
