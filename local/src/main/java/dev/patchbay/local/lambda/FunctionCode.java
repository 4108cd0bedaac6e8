package dev.patchbay.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

/** Unpacks functions' zips, each once, into a folder that the owner deletes. Thread-safe. */
final class FunctionCode {
    private final Path project;
    private final Path folder;
    private final Map<Path, Path> unpacked = new ConcurrentHashMap<>();

    /**
     * Zips of one project.
     *
     * @param project what a {@code CodeUri} is relative to
     * @param folder where to unpack
     */
    FunctionCode(Path project, Path folder) {
        this.project = project;
        this.folder = folder;
    }

    /** The task root of a {@code CodeUri}: the unpacked zip, or the folder itself. */
    Path taskRoot(String codeUri) {
        var code = project.resolve(codeUri).toAbsolutePath().normalize();
        if (Files.isDirectory(code)) {
            return code;
        }
        if (!Files.isRegularFile(code)) {
            throw new IllegalStateException(code + " is missing: build the functions first, with ./mvnw package.");
        }
        return unpacked.computeIfAbsent(code, this::unpack);
    }

    private Path unpack(Path code) {
        var target =
                folder.resolve(String.valueOf(code.getFileName()).replaceFirst("\\.zip$", "") + "-" + unpacked.size());
        try (var zip = new ZipFile(code.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                var file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IllegalStateException(code + " holds a path that leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (var content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(code + " cannot be unpacked.", e);
        }
        return target;
    }
}
