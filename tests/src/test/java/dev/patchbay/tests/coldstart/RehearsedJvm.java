package dev.patchbay.tests.coldstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.tests.fixture.LookupLog;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.spi.InetAddressResolverProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM with one function, from its zip and with the environment of the template, as it is before and after a snapshot. */
final class RehearsedJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final BufferedWriter orders;
    private final List<String> output = new ArrayList<>();

    private RehearsedJvm(Process process) throws IOException {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        answer();
    }

    /**
     * Starts it and makes the handler.
     *
     * @param code the function's unpacked zip
     * @param more variables beside the template's
     */
    static RehearsedJvm start(FunctionResource function, Path code, Map<String, String> more) throws IOException {
        Path driver = code.resolve("driver");
        if (Files.notExists(driver)) {
            copy(driver);
        }
        String classPath = Stream.of(
                        code.toString(),
                        code.resolve("lib").resolve("*").toString(),
                        jarOf(Context.class),
                        jarOf(PojoSerializer.class),
                        driver.toString())
                .collect(Collectors.joining(File.pathSeparator));
        // As Lambda runs Java 25 with snapshots: every compiler tier.
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx" + function.memoryMegabytes() + "m",
                        "-cp",
                        classPath,
                        RehearsedFunction.class.getName(),
                        function.handler().replaceFirst("::.*", ""))
                .redirectErrorStream(true);
        command.environment().keySet().retainAll(List.of("PATH"));
        command.environment().putAll(function.environment());
        command.environment().putAll(more);
        return new RehearsedJvm(command.start());
    }

    /** Rehearses, and returns the lines printed meanwhile. */
    List<String> rehearse() throws IOException {
        output.clear();
        order("checkpoint");
        return List.copyOf(output);
    }

    void restore() throws IOException {
        order("restore");
    }

    /** The duration and the result of a call. */
    record Called(long nanos, String result) {}

    Called call(String event) throws IOException {
        return order(event.replace("\n", " "));
    }

    /** Everything that the function printed since the rehearsal began. */
    List<String> output() {
        return List.copyOf(output);
    }

    private Called order(String line) throws IOException {
        orders.write(line);
        orders.newLine();
        orders.flush();
        return answer();
    }

    private Called answer() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(RehearsedFunction.MARK)) {
                String[] parts = line.substring(RehearsedFunction.MARK.length()).split(" ", 2);
                return new Called(Long.parseLong(parts[0]), parts[1]);
            }
            output.add(line);
        }
        throw new AssertionError("The function's JVM ended:\n" + String.join("\n", output));
    }

    /** Copies the classes that run beside the function, and no others of the tests. */
    private static void copy(Path driver) throws IOException {
        for (Class<?> type : List.of(RehearsedFunction.class, LookupLog.class, LookupLog.Recording.class)) {
            String file = type.getName().replace('.', '/') + ".class";
            Files.createDirectories(driver.resolve(file).getParent());
            try (InputStream bytes = type.getResourceAsStream("/" + file)) {
                Files.copy(bytes, driver.resolve(file));
            }
        }
        Path services = Files.createDirectories(driver.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(InetAddressResolverProvider.class.getName()), LookupLog.class.getName());
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " is at no path", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
