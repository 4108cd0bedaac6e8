package dev.patchbay.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.local.lambda.InvocationResult.Failure;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.testfunction.FunctionZip;
import dev.patchbay.local.testfunction.HttpEchoHandler;
import dev.patchbay.local.testfunction.ScriptedHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionsTest {
    private static final String HTTP_EVENT = """
            {"version":"2.0","routeKey":"GET /x","headers":{},"requestContext":{"http":{"method":"GET","path":"/x"}},
             "body":"héllo","isBase64Encoded":false}""";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void eventsGoInAndAnswersComeOut(FunctionRuntime runtime) {
        try (Functions functions = start(runtime, 1)) {
            assertThat(functions.invoke("Scripted", "{\"n\":\"ü\"}").orThrow()).isEqualTo("{\"n\":\"ü\"}");
            assertThat(functions.invoke("Http", HTTP_EVENT).orThrow())
                    .contains("\"statusCode\":201")
                    .contains("héllo");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theContextHasNameTimeAndMemory(FunctionRuntime runtime) {
        try (Functions functions = start(runtime, 1)) {
            assertThat(functions.invoke("Scripted", "\"context\"").orThrow())
                    .contains("\"name\":\"s-Scripted\"")
                    .contains("\"memory\":128")
                    .contains("\"arn\":\"arn:aws:lambda:us-east-1:000000000000:function:s-Scripted\"")
                    .containsPattern("\"left\":[12]\\d\\d\\d");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEnvironmentIsTheTemplatesOnly(FunctionRuntime runtime) {
        try (Functions functions = start(runtime, 1)) {
            assertThat(functions.invoke("Scripted", "\"env\"").orThrow()).isEqualTo("\"hello null\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThrownErrorIsReportedAndTheJvmStays(FunctionRuntime runtime) {
        try (Functions functions = start(runtime, 1)) {
            String before = functions.invoke("Scripted", "\"pid\"").orThrow();

            Failure failure = (Failure) functions.invoke("Scripted", "\"throw\"");

            assertThat(failure.payload())
                    .contains("\"errorMessage\":\"as scripted\"")
                    .contains("java.lang.IllegalArgumentException");
            assertThat(functions.invoke("Scripted", "\"pid\"").orThrow()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCrashedOrOverdueJvmIsReplaced(FunctionRuntime runtime) {
        try (Functions functions = start(runtime, 1)) {
            assertThat(((Failure) functions.invoke("Scripted", "\"exit\"")).payload())
                    .contains("Runtime.ExitError")
                    .contains("exit status 7");
            assertThat(functions.invoke("Scripted", "1").orThrow()).isEqualTo("1");
            assertThat(((Failure) functions.invoke("Scripted", "\"hang\"")).payload())
                    .contains("Task timed out after 2.00 seconds");
            assertThat(functions.invoke("Scripted", "2").orThrow()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAFunctionPrintsIsKept(FunctionRuntime runtime) {
        try (FunctionLog log = new FunctionLog(Optional.empty(), Clock.systemUTC());
                Functions functions = start(runtime, 1, log)) {
            functions.invoke("Scripted", "42").orThrow();

            await().untilAsserted(() -> assertThat(log.of("Scripted")).contains("got 42"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatIsNotThereFailsWithItsName(FunctionRuntime runtime) {
        try (Functions functions = start(runtime, 1)) {
            assertThat(((Failure) functions.invoke("Absent", "1")).payload()).contains("com.example.Absent");
        }
    }

    private Functions start(FunctionRuntime runtime, int environments) {
        return start(runtime, environments, new FunctionLog(Optional.empty(), Clock.systemUTC()));
    }

    private Functions start(FunctionRuntime runtime, int environments, FunctionLog log) {
        FunctionZip.write(folder.resolve("f.zip"));
        return Functions.start(
                List.of(
                        function("Scripted", ScriptedHandler.class.getName()),
                        function("Http", HttpEchoHandler.class.getName()),
                        function("Absent", "com.example.Absent")),
                new Functions.Settings(
                        folder,
                        URI.create("http://127.0.0.1:1"),
                        "us-east-1",
                        runtime,
                        environments,
                        log,
                        Clock.systemUTC()));
    }

    private static FunctionResource function(String id, String handler) {
        return new FunctionResource(
                id,
                "s-" + id,
                "arn:aws:lambda:us-east-1:000000000000:function:s-" + id,
                "f.zip",
                handler,
                Duration.ofSeconds(2),
                128,
                Map.of("GREETING", "hello"),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
