package dev.patchbay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.testfunction.FunctionZip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String TEMPLATE = """
            Parameters:
              ProviderUrls: {Type: String, Default: ""}
            Resources:
              Echo:
                Type: AWS::Serverless::Function
                Properties: {Runtime: java25, CodeUri: f.zip, Timeout: 5, Handler: dev.patchbay.local.testfunction.ScriptedHandler}
            """;

    @TempDir
    private Path project;

    /** What a command printed, and its exit status. */
    private record Ran(int status, String out, String err) {}

    @BeforeEach
    void write() throws Exception {
        FunctionZip.project(project, TEMPLATE);
    }

    @Test
    void aRoleThatDoesNotExistIsRefused() {
        Ran king = run("token", "--role", "king");

        assertThat(king.status()).isEqualTo(2);
        assertThat(king.out()).isEmpty();
        assertThat(king.err())
                .isEqualToIgnoringNewLines(
                        "Invalid value for option '--role': \"king\" is not a role; use one of owner, admin, member.");
    }

    @Test
    void aMisspeltOAuthAppIsOneSentenceWithoutTheSecret() {
        Ran misspelt = run("local", "--project", project.toString(), "--oauth-app", "asana:4711/s3cret");

        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.err())
                .isEqualToIgnoringNewLines(
                        "--oauth-app must be APP=ID:SECRET, such as asana=1234:secret: the auth.app of the provider's file, the client id and the client secret.")
                .doesNotContain("s3cret");
    }

    @Test
    void aMisspeltAddressOfAProviderIsOneSentence() {
        Ran misspelt = run(
                "local",
                "--project",
                project.toString(),
                "--port",
                "0",
                "--simulators-port",
                "0",
                "--aws-port",
                "0",
                "--login-port",
                "0",
                "--parameter",
                "ProviderUrls=asana:9000");

        assertThat(misspelt.status()).isEqualTo(1);
        assertThat(misspelt.err())
                .isEqualToIgnoringNewLines(
                        "The parameter ProviderUrls has \"asana:9000\": write NAME=URL, such as acme-notes=http://localhost:9000, several separated by commas.");
    }

    @Test
    void theRunningStackIsFoundWhateverItsPortsAre() throws Exception {
        Process stack = local();
        try {
            Ran token = run("token", "--project", project.toString());
            Path event = Files.writeString(project.resolve("event.json"), "{\"a\":1}");
            Ran invoked = run("invoke", "Echo", "-e", event.toString(), "--project", project.toString());

            assertThat(token.err()).isEmpty();
            assertThat(token.out().strip().split("\\.", -1)).hasSize(3);
            assertThat(invoked.err()).isEmpty();
            assertThat(invoked.out()).contains("\"a\" : 1");
        } finally {
            stack.destroy();
            assertThat(stack.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(project.resolve(".patchbay/running")).isEmptyDirectory();
    }

    @Test
    void aKilledStackIsNotTakenForARunningOne() throws Exception {
        Process stack = local();
        stack.destroyForcibly();
        assertThat(stack.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(project.resolve(".patchbay/running")).isNotEmptyDirectory();

        assertThat(RunningStacks.of(project).awsEndpoints()).isEmpty();
        assertThat(project.resolve(".patchbay/running")).isEmptyDirectory();
    }

    @Test
    void aProcessThatGotTheIdOfAKilledStackIsNotTakenForIt() throws Exception {
        Path running = Files.createDirectories(project.resolve(".patchbay/running"));
        long pid = ProcessHandle.current().pid();
        Files.writeString(
                running.resolve(pid + ".json"),
                "{\"pid\":" + pid + ",\"started\":\"2020-01-01T00:00:00Z\",\"aws\":\"http://127.0.0.1:1\"}");

        assertThat(RunningStacks.of(project).awsEndpoints()).isEmpty();
    }

    @Test
    void ofSeveralStacksOneMustBeNamed() throws Exception {
        Path running = project.resolve(".patchbay/running");
        RunningStacks.of(project).announce(URI.create("http://127.0.0.1:4001"));
        Path first = running.resolve(ProcessHandle.current().pid() + ".json");
        Files.writeString(running.resolve("other.json"), Files.readString(first).replace("4001", "4002"));

        Ran token = run("token", "--project", project.toString());

        assertThat(token.status()).isEqualTo(1);
        assertThat(token.err())
                .startsWith("Several stacks run here: name one by its AWS endpoint, --aws-port 400")
                .contains("4001", "4002");
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Patchbay.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    /** A stack in a process of its own, ready. */
    private Process local() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Patchbay.class.getName(),
                "local",
                "--project",
                project.toString()));
        for (String port : List.of("--port", "--simulators-port", "--aws-port", "--login-port")) {
            command.addAll(List.of(port, "0"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.startsWith("ready ")) {
                    return process;
                }
            }
        }
        throw new AssertionError("It did not get ready: " + said);
    }
}
