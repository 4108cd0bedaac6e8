package dev.patchbay.local.lambda;

import dev.patchbay.local.template.FunctionResource;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** All functions of a stack. Thread-safe. */
public final class Functions implements AutoCloseable {
    /** What a function may see of this machine; everything else it gets from the template. */
    private static final List<String> INHERITED = List.of("PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR");

    private final Settings settings;
    private final Path folder;
    private final FunctionCode code;
    private final AotCaches caches;
    private final List<String> runtimeJars;
    private final List<String> options;
    private final FunctionLog log;
    private final RuntimeApi api = new RuntimeApi();
    private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();

    /**
     * How functions run.
     *
     * @param project what a {@code CodeUri} is relative to
     * @param awsEndpoint where the functions find AWS
     * @param maxEnvironments how many JVMs one function may have
     */
    public record Settings(
            Path project,
            URI awsEndpoint,
            String region,
            FunctionRuntime runtime,
            int maxEnvironments,
            FunctionLog log,
            Clock clock) {}

    private Functions(List<FunctionResource> resources, Settings settings) {
        this.settings = settings;
        this.log = settings.log();
        try {
            this.folder = Files.createTempDirectory("patchbay-functions-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made.", e);
        }
        this.code = new FunctionCode(settings.project(), folder);
        this.caches = new AotCaches(settings.project().resolve(".patchbay").resolve("aot"));
        this.runtimeJars = code.beside(FunctionRuntime.jars());
        this.options = settings.runtime().prepare(folder);
        for (FunctionResource resource : resources) {
            functions.put(
                    resource.logicalId(),
                    new LambdaFunction(
                            resource, resource.environments(settings.maxEnvironments()), () -> environment(resource)));
        }
    }

    /** Makes the functions ready to be invoked; no JVM starts yet. */
    public static Functions start(List<FunctionResource> resources, Settings settings) {
        return new Functions(resources, settings);
    }

    /** The access key id with which a function signs its requests: how the request log knows it. Letters and digits only. */
    public static String accessKey(FunctionResource function) {
        return "LOCAL" + function.logicalId();
    }

    /**
     * Invokes a function and waits for its answer.
     *
     * @param idNameOrArn logical id, name or ARN
     * @param event JSON
     */
    public InvocationResult invoke(String idNameOrArn, String event) {
        try {
            return find(idNameOrArn).invoke(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + idNameOrArn + " ran.", e);
        }
    }

    /**
     * Ends a function's JVMs at once, as a crash would; the next event starts a new one.
     *
     * @return whether there was one
     */
    public boolean kill(String idNameOrArn) {
        return find(idNameOrArn).kill();
    }

    /** Where the functions' code is unpacked while they run. */
    public Path folder() {
        return folder;
    }

    private LambdaFunction find(String idNameOrArn) {
        return functions.values().stream()
                .filter(f -> List.of(
                                f.resource().logicalId(),
                                f.resource().name(),
                                f.resource().arn())
                        .contains(idNameOrArn))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no function " + idNameOrArn + "; there are "
                        + String.join(", ", functions.keySet()) + "."));
    }

    private FunctionEnvironment environment(FunctionResource function) {
        String id = UUID.randomUUID().toString();
        RuntimeSession session = new RuntimeSession(function.arn());
        api.open(id, session);
        FunctionCode.Unpacked unpacked = code.of(function.codeUri());
        // The class path of the loop has a folder, which a cache cannot hold.
        AotCaches.Start start = settings.runtime() == FunctionRuntime.JAVA
                ? AotCaches.Start.PLAIN
                : unpacked.hash().map(caches::start).orElse(AotCaches.Start.PLAIN);
        return FunctionEnvironment.start(
                function,
                command(function, id, unpacked, start.options()),
                session,
                start.recording(),
                () -> api.forget(id),
                settings.clock(),
                log);
    }

    private ProcessBuilder command(
            FunctionResource function, String id, FunctionCode.Unpacked unpacked, List<String> startOptions) {
        Path root = unpacked.root();
        List<String> classPath = new ArrayList<>();
        classPath.add(unpacked.classPath());
        classPath.addAll(runtimeJars);
        if (settings.runtime() == FunctionRuntime.JAVA) {
            classPath.add(FunctionRuntime.loop(folder).toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short-lived, small, many at once: what starts fast wins.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(startOptions);
        command.add("-Xmx" + function.memoryMegabytes() + "m");
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(List.of(settings.runtime().mainClass(), function.handler()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(lambdaVariables(function, id, root));
        environment.putAll(function.environment());
        return builder;
    }

    /** Source: AWS Lambda developer guide, "Defined runtime environment variables". */
    private Map<String, String> lambdaVariables(FunctionResource function, String id, Path root) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("_HANDLER", function.handler());
        variables.put("LAMBDA_TASK_ROOT", root.toString());
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address(id));
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", id);
        variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_REGION", settings.region());
        variables.put("AWS_DEFAULT_REGION", settings.region());
        variables.put("AWS_ACCESS_KEY_ID", accessKey(function));
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_ENDPOINT_URL", settings.awsEndpoint().toString());
        variables.put("TZ", ":UTC");
        return variables;
    }

    @Override
    public void close() {
        functions.values().forEach(LambdaFunction::close);
        api.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted.", e);
        }
    }
}
