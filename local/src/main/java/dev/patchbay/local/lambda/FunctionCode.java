package dev.patchbay.local.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks functions' zips, each once, into a folder that the owner deletes. Thread-safe. */
final class FunctionCode {
    private static final String LIBRARIES = "lib/";

    private final Path project;
    private final Path folder;
    private final Map<Path, Unpacked> unpacked = new ConcurrentHashMap<>();

    /**
     * Code as a JVM finds it.
     *
     * @param root the task root
     * @param classPath the task root's classes before its libraries
     * @param hash names the content, if it came as a zip; the same content then has the same class path below {@link #folder}
     */
    record Unpacked(Path root, String classPath, Optional<String> hash) {}

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

    /** The code of a {@code CodeUri}: the unpacked zip, or the folder itself. */
    Unpacked of(String codeUri) {
        Path code = project.resolve(codeUri).toAbsolutePath().normalize();
        if (Files.isDirectory(code)) {
            String classPath = code + File.pathSeparator + code.resolve("lib").resolve("*");
            return new Unpacked(code, classPath, Optional.empty());
        }
        if (!Files.isRegularFile(code)) {
            throw new IllegalStateException(code + " is missing: build the functions first, with ./mvnw package.");
        }
        return unpacked.computeIfAbsent(code, this::unpack);
    }

    private Unpacked unpack(Path code) {
        try (ZipFile zip = new ZipFile(code.toFile())) {
            String hash = String.valueOf(code.getFileName()).replaceFirst("\\.zip$", "") + "-" + hash(zip);
            Path target = folder.resolve(hash);
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IllegalStateException(code + " holds a path that leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                    // A cache knows a library by its size and time.
                    Files.setLastModifiedTime(file, entry.getLastModifiedTime());
                }
            }
            Path own = folder.resolve(hash + ".jar");
            writeOwn(zip, own);
            return new Unpacked(target, classPath(own, target), Optional.of(hash));
        } catch (IOException e) {
            throw new UncheckedIOException(code + " cannot be unpacked.", e);
        }
    }

    /** By names, sizes and checksums of the entries, which need no unpacking. */
    private static String hash(ZipFile zip) {
        String content = zip.stream()
                .map(entry -> entry.getName() + " " + entry.getSize() + " " + entry.getCrc())
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The function's own classes and files as a jar: the JDK's caches hold no class that comes from a folder. */
    private static void writeOwn(ZipFile zip, Path own) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(own))) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && !entry.getName().startsWith(LIBRARIES)) {
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setTime(0);
                    jar.putNextEntry(copy);
                    try (InputStream content = zip.getInputStream(entry)) {
                        content.transferTo(jar);
                    }
                }
            }
        }
        Files.setLastModifiedTime(own, FileTime.fromMillis(0));
    }

    private static String classPath(Path own, Path root) throws IOException {
        Path libraries = root.resolve("lib");
        try (Stream<Path> jars = Files.isDirectory(libraries) ? Files.list(libraries) : Stream.of()) {
            return Stream.concat(Stream.of(own), jars.sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Copies jars into the folder, so that all that is on a class path moves together. */
    List<String> beside(List<Path> jars) {
        return jars.stream().map(this::copied).map(Path::toString).toList();
    }

    private Path copied(Path jar) {
        Path copy = folder.resolve(jar.getFileName());
        try {
            if (Files.notExists(copy)) {
                Files.copy(jar, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(copy + " cannot be written.", e);
        }
    }
}
