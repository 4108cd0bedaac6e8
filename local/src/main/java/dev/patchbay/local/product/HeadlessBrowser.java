package dev.patchbay.local.product;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Chromium or Chrome, as installed on this machine, without a window and with a profile that is deleted afterwards. Thread-safe.
 *
 * @param executable the browser's program
 */
public record HeadlessBrowser(Path executable) {
    /** The command that installs one on Debian and its kin. */
    public static final String INSTALL = "apt-get install chromium";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<Path> APPLICATIONS = List.of(
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));
    /** Of network time: the clock of the page stands still while it waits for an answer. */
    private static final Duration PAGE_TIME = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** The browser of this machine, or empty if none is found. */
    public static Optional<HeadlessBrowser> installed() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(Path.of(folder)::resolve));
        return Stream.concat(onPath, APPLICATIONS.stream())
                .filter(Files::isExecutable)
                .findFirst()
                .map(HeadlessBrowser::new);
    }

    /** Arguments for a browser that reaches no host but those of its pages. */
    public static List<String> arguments() {
        return List.of(
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                // A browser that runs as root, as in a container, refuses to start with its sandbox.
                "--no-sandbox");
    }

    /** Opens an address, lets the page and all that it leads to run, and returns the HTML of the page that it ends on. */
    public String htmlAfter(String address) {
        try {
            Path profile = Files.createTempDirectory("patchbay-browser");
            try {
                return run(address, profile);
            } finally {
                delete(profile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + executable + " ran", e);
        }
    }

    private String run(String address, Path profile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(executable.toString(), "--headless", "--disable-gpu"));
        command.addAll(arguments());
        command.add("--user-data-dir=" + profile);
        command.add("--virtual-time-budget=" + PAGE_TIME.toMillis());
        command.add("--dump-dom");
        command.add(address);
        Path html = profile.resolve("page.html");
        Process browser = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(html.toFile())
                .start();
        if (!browser.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            browser.destroyForcibly().waitFor();
            throw new IllegalStateException(executable + " did not finish within " + LONGEST.toSeconds() + " s");
        }
        return Files.readString(html, StandardCharsets.UTF_8);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
