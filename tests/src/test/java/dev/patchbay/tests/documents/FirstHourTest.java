package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/first-hour.md and of the README literally, in an empty folder, with Git, bash and curl. Only the first build
 * is not repeated: the clone gets what this build made. The documented ports must be free.
 */
class FirstHourTest {
    private static final Pattern BLOCK =
            Pattern.compile("(.*?)^```(?:sh)?\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final List<Integer> PORTS = List.of(3000, 3001, 3002, 3003);

    @TempDir
    private Path empty;

    @TempDir
    private Path aside;

    /**
     * A block of commands of a document.
     *
     * @param stopsStack whether the text before it has the reader stop the stack
     */
    private record Step(boolean stopsStack, String commands) {}

    @BeforeEach
    void toolsAreThere() {
        Stream.of("git", "bash", "curl").forEach(tool -> assumeTrue(isInstalled(tool), tool + " is not installed"));
        PORTS.forEach(port -> assumeTrue(isFree(port), "port " + port + " is taken"));
    }

    @Test
    @Tag("proof")
    void everyCommandOfTheFirstHourRuns() throws Exception {
        List<Step> steps = steps(Project.read("docs/first-hour.md"));

        Map<String, String> printed = run(steps);

        assertThat(printed).hasSameSizeAs(steps);
        assertThat(of("connect gmail", printed)).contains("\"status\":\"connected\"", "john@gmail.com");
        assertThat(of("send() {", printed)).contains("\"status\":\"succeeded\"");
        assertThat(of("outbox", printed)).contains("Hello Maria");
        assertThat(of("--oauth-app", printed)).contains("building the catalogue", "ready http://localhost:3000");
        assertThat(of("connect acme-notes", printed)).contains("john-acme", "Acme Notes", "john@gmail.com");
        assertThat(printed.get("send\n")).contains("\"status\":\"succeeded\"");
        assertNothingIsLeft();
    }

    @Test
    void everyCommandOfTheReadmeRunsAndLeavesNoFile() throws Exception {
        String section =
                Project.read("README.md").split("## Try it by hand\n", 2)[1].split("\n## ", 2)[0];
        List<Step> steps =
                new ArrayList<>(List.of(new Step(false, "git clone -q \"$REPOSITORY\" patchbay; cd patchbay")));
        steps.addAll(steps(section));

        Map<String, String> printed = run(steps);

        assertThat(printed).hasSameSizeAs(steps);
        assertThat(of("oauth/complete", printed)).contains("\"status\":\"connected\"");
        assertThat(of("gmail.send-email", printed)).contains("\"status\":\"succeeded\"", "Hello Maria");
        assertNothingIsLeft();
    }

    /** What each block printed. The first one makes the clone; a stack has a terminal of its own. */
    private Map<String, String> run(List<Step> steps) throws Exception {
        Map<String, String> printed = new LinkedHashMap<>();
        Path repository = BuiltClone.repository(aside);
        Optional<StackInTerminal> stack = Optional.empty();
        try (Terminal terminal = new Terminal(empty, aside, Map.of("REPOSITORY", repository.toString()))) {
            for (Step step : steps) {
                if (step.stopsStack() && stack.isPresent()) {
                    stack.get().stop();
                    stack = Optional.empty();
                }
                if (step.commands().startsWith("./patchbay local")) {
                    stack = Optional.of(StackInTerminal.start(checkout(), step.commands()));
                    printed.put(step.commands(), stack.get().printed());
                } else {
                    printed.put(step.commands(), terminal.run(step.commands()));
                }
                if (printed.size() == 1) {
                    BuiltClone.complete(checkout());
                }
            }
        } finally {
            if (stack.isPresent()) {
                stack.get().stop();
            }
        }
        return printed;
    }

    private Path checkout() {
        return empty.resolve("patchbay");
    }

    private static List<Step> steps(String document) {
        return BLOCK.matcher(document)
                .results()
                .map(block -> new Step(block.group(1).contains("Ctrl-C"), block.group(2)))
                .toList();
    }

    /** What the only block that contains this text printed. */
    private static String of(String text, Map<String, String> printed) {
        List<String> found = printed.entrySet().stream()
                .filter(block -> block.getKey().contains(text))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(found).as(text).hasSize(1);
        return found.getFirst();
    }

    private void assertNothingIsLeft() throws Exception {
        Process status = new ProcessBuilder("git", "status", "--porcelain")
                .directory(checkout().toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(status.inputReader().lines().toList()).isEmpty();
        assertThat(checkout().resolve(".patchbay/running")).isEmptyDirectory();
        assertThat(checkout().resolve(".patchbay/data")).doesNotExist();
        assertThat(empty.toFile().list()).containsExactly("patchbay");
    }

    private static boolean isInstalled(String tool) {
        try {
            return new ProcessBuilder(tool, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
