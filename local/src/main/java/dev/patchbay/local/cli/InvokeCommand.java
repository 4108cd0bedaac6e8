package dev.patchbay.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings.Ports;
import dev.patchbay.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one function with one event: in the running stack, or in one of its own that ends with the command. */
@Command(
        name = "invoke",
        description =
                "Run one function with one event, in the running stack or, when there is none, in one just for this.")
final class InvokeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FUNCTION", description = "The function's name in template.yaml.")
    private String function = "";

    @Option(names = "-e", paramLabel = "FILE", required = true, description = "The event, such as events/x.json.")
    private Path event = Path.of("");

    @Mixin
    private RunningStack running = new RunningStack();

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String body = read();
        String path = "/2015-03-31/functions/" + function + "/invocations";
        Optional<HttpResponse<String>> answer = running.ask(options.project(), "POST", path, Map.of(), body);
        if (answer.isEmpty()) {
            return invokeAlone(body);
        }
        if (answer.get().statusCode() != 200) {
            throw new IllegalStateException(answer.get().body());
        }
        print(answer.get().body());
        return answer.get().headers().firstValue("X-Amz-Function-Error").isPresent() ? 1 : 0;
    }

    private int invokeAlone(String body) {
        try (LocalCloud cloud = LocalCloud.start(options.settings(Ports.FREE))) {
            PrintWriter err = spec.commandLine().getErr();
            cloud.functionLog().listen(line -> err.println(line.function() + " | " + line.text()));
            return switch (cloud.invoke(function, body)) {
                case InvocationResult.Success success -> {
                    print(success.payload());
                    yield 0;
                }
                case InvocationResult.Failure failure -> {
                    print(failure.payload());
                    yield 1;
                }
            };
        }
    }

    private String read() {
        try {
            return Files.readString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(event + " cannot be read; give a file with -e.", e);
        }
    }

    private void print(String json) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            JsonNode tree = mapper.readTree(json);
            spec.commandLine().getOut().println(tree.toPrettyString());
        } catch (JsonProcessingException e) {
            // A function may answer with anything.
            spec.commandLine().getOut().println(json);
        }
    }
}
