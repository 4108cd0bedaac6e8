package dev.patchbay.local.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Puts a library that was built alone into the functions' zips. The launcher uses it after a change of the catalogue, which needs no
 * function to be built.
 */
@Command(name = "repack", hidden = true, description = "Put a library that was built alone into the functions' zips.")
final class RepackCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "JAR", description = "The library.")
    private Path library = Path.of("");

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ZIP", description = "The functions' zips.")
    private Path[] zips = {};

    @Override
    public void run() {
        for (Path zip : zips) {
            try {
                replace(zip);
            } catch (IOException e) {
                throw new UncheckedIOException(zip + " cannot be changed; build it with ./mvnw package.", e);
            }
        }
    }

    /** The other entries are copied as they are, still compressed. A crash leaves the old zip. */
    private void replace(Path zip) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            Path entry = files.getPath("lib", String.valueOf(library.getFileName()));
            if (Files.exists(entry)) {
                FileTime packed = Files.getLastModifiedTime(entry);
                Files.copy(library, entry, StandardCopyOption.REPLACE_EXISTING);
                // As the build dates every entry, so that the same content makes the same zip.
                Files.setLastModifiedTime(entry, packed);
            }
        }
    }
}
