package dev.patchbay.local.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The JDK's ahead-of-time caches (JEP 483, 514 and 515) of functions' zips: with one, a JVM starts with its classes loaded and linked.
 *
 * <p>One is made of a zip that has been started often enough to be worth it: a JVM that is started as usual records what it loads, and
 * writes the cache when the stack stops. At most one JVM of a stack records. A cache is kept under the hash of the zip's content and
 * the version of the JDK. It is never needed: without one, or with a damaged one, a start is slower. Thread-safe, for several processes too.
 */
final class AotCaches {
    /** From here on a cache saves more than it costs: making one takes as long as eight starts save. */
    static final int WORTHWHILE = 8;

    /** A JDK reads only the caches that it made. */
    private static final String JDK =
            (Runtime.version() + "_" + System.getProperty("os.arch")).replaceAll("[^A-Za-z0-9.]", "_");

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

    /** Counts a start of this code. If the folder cannot be written to, nothing is recorded. */
    Start start(String code) {
        Path cache = folder.resolve(code + "." + JDK + ".aot");
        if (Files.exists(cache)) {
            return new Start(List.of("-XX:AOTCache=" + cache), Optional.empty());
        }
        if (startsOf(code) <= WORTHWHILE || !recording.compareAndSet(false, true)) {
            return Start.PLAIN;
        }
        Path claim = folder.resolve(code + ".recording");
        if (!claim(claim)) {
            recording.set(false);
            return Start.PLAIN;
        }
        Path unfinished = folder.resolve(code + "." + UUID.randomUUID() + ".unfinished");
        return new Start(
                List.of("-XX:AOTCacheOutput=" + unfinished),
                Optional.of(new Recording(
                        unfinished, cache, folder.resolve(code + ".starts"), claim, recording, new AtomicBoolean())));
    }

    /** Returns how often it was started, this time too; 0 if that cannot be stored. */
    private long startsOf(String code) {
        try {
            Files.createDirectories(folder);
            Path starts = folder.resolve(code + ".starts");
            Files.write(starts, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Files.size(starts);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns whether this process may record: the file holds the id of the process that does. */
    private static boolean claim(Path claim) {
        try {
            if (Files.exists(claim) && !isAlive(Files.readString(claim))) {
                Files.deleteIfExists(claim);
            }
            Files.writeString(claim, String.valueOf(ProcessHandle.current().pid()), StandardOpenOption.CREATE_NEW);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** An empty text is that of a process which is about to write its id. */
    private static boolean isAlive(String pid) {
        return !pid.matches("\\d{1,18}")
                || ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    /**
     * One JVM's recording, from its start to the cache. It ends once, by the first of {@code finish} and {@code abandon}. A failure of the
     * file system costs the cache only.
     *
     * @param active set while a JVM of the stack records
     * @param ended whether this one has ended
     */
    record Recording(Path unfinished, Path cache, Path starts, Path claim, AtomicBoolean active, AtomicBoolean ended) {
        /** Called when the JVM has exited: its output becomes the cache, and the caches of other contents of the zip are deleted. */
        void finish() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            try {
                Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
                removeOthers();
            } catch (IOException e) {
                delete(unfinished);
            }
            release();
        }

        /** There is no cache, and another JVM may record. */
        void abandon() {
            if (ended.compareAndSet(false, true)) {
                delete(unfinished);
                release();
            }
        }

        private void release() {
            delete(unfinished.resolveSibling(unfinished.getFileName() + ".config"));
            // Counted anew, so that a recording that always fails is not tried by every stack.
            delete(starts);
            delete(claim);
            active.set(false);
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // A file that remains takes space; the next recording of this code has another name.
                file.toFile().deleteOnExit();
            }
        }

        private void removeOthers() throws IOException {
            String name = String.valueOf(cache.getFileName());
            String zip = name.substring(0, name.lastIndexOf('-') + 1);
            try (Stream<Path> files = Files.list(cache.toAbsolutePath().getParent())) {
                for (Path file : files.filter(file -> isOther(String.valueOf(file.getFileName()), zip, name))
                        .toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }

        private static boolean isOther(String file, String zip, String kept) {
            return file.endsWith(".aot")
                    && file.startsWith(zip)
                    && file.indexOf('-', zip.length()) < 0
                    && !file.equals(kept);
        }
    }
}
