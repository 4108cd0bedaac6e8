package dev.patchbay.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The JDK's ahead-of-time caches (JEP 483, 514 and 515) of functions' zips: with one, a JVM starts with its classes loaded and linked.
 *
 * <p>One is made of a zip that has been started often enough to be worth it: a JVM that is started as usual records what it loads, and
 * writes the cache when the stack stops. At most one JVM of a stack records. A cache is kept under the hash of the zip's content and is
 * never needed: one that is missing, damaged or of another JDK makes the start slower. Thread-safe, for several processes too.
 */
final class AotCaches {
    /** From here on a cache saves more than it costs: making one takes as long as eight starts save. */
    static final int WORTHWHILE = 8;

    /** Much longer than a recording takes, unless its process crashed. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Path folder;
    private final AtomicBoolean recording = new AtomicBoolean();

    /** @param folder where caches are kept; made when the first one is */
    AotCaches(Path folder) {
        this.folder = folder;
    }

    /** How one JVM starts: its options, and what it records. */
    record Start(List<String> options, Optional<Recording> recording) {
        /** Without a cache, and recording none. */
        static final Start PLAIN = new Start(List.of(), Optional.empty());
    }

    /** Counts a start of this code. */
    Start start(String code) {
        var cache = folder.resolve(code + ".aot");
        if (Files.exists(cache)) {
            return new Start(List.of("-XX:AOTCache=" + cache), Optional.empty());
        }
        try {
            if (startsOf(code) <= WORTHWHILE || !recording.compareAndSet(false, true)) {
                return Start.PLAIN;
            }
            var claim = folder.resolve(code + ".recording");
            if (!claim(claim)) {
                recording.set(false);
                return Start.PLAIN;
            }
            var unfinished = folder.resolve(code + "." + ProcessHandle.current().pid() + ".unfinished");
            return new Start(
                    List.of("-XX:AOTCacheOutput=" + unfinished),
                    Optional.of(new Recording(
                            unfinished, cache, folder.resolve(code + ".starts"), claim, () -> recording.set(false))));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written to.", e);
        }
    }

    private long startsOf(String code) throws IOException {
        Files.createDirectories(folder);
        var starts = folder.resolve(code + ".starts");
        Files.write(starts, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return Files.size(starts);
    }

    private static boolean claim(Path claim) throws IOException {
        if (Files.exists(claim)
                && Files.getLastModifiedTime(claim)
                        .toInstant()
                        .isBefore(Instant.now().minus(ABANDONED))) {
            Files.deleteIfExists(claim);
        }
        try {
            Files.createFile(claim);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        }
    }

    /** One JVM's recording, from its start to the cache. */
    record Recording(Path unfinished, Path cache, Path starts, Path claim, Runnable over) {
        /** Called when the JVM has exited: its output becomes the cache, and the caches of earlier contents of the zip are deleted. */
        void finish() {
            try {
                if (Files.exists(unfinished)) {
                    Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
                    removeOthers();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(cache + " cannot be written.", e);
            } finally {
                abandon();
            }
        }

        /** There is no cache, and another JVM may record. */
        void abandon() {
            try {
                Files.deleteIfExists(unfinished);
                Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + ".config"));
                // Counted anew, so that a recording that always fails is not tried by every stack.
                Files.deleteIfExists(starts);
                Files.deleteIfExists(claim);
            } catch (IOException e) {
                throw new UncheckedIOException(claim + " cannot be deleted.", e);
            } finally {
                over.run();
            }
        }

        private void removeOthers() throws IOException {
            var name = String.valueOf(cache.getFileName());
            var zip = name.substring(0, name.lastIndexOf('-') + 1);
            try (Stream<Path> files = Files.list(cache.toAbsolutePath().getParent())) {
                for (var file : files.filter(file -> isOther(String.valueOf(file.getFileName()), zip, name))
                        .toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }

        private static boolean isOther(String file, String zip, String kept) {
            return file.startsWith(zip)
                    && file.indexOf('-', zip.length()) < 0
                    && !file.startsWith(kept.substring(0, kept.length() - ".aot".length()));
        }
    }
}
