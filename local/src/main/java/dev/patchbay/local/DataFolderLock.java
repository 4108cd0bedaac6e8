package dev.patchbay.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps a data folder for one stack. The operating system releases it if the process ends in any way. */
final class DataFolderLock implements AutoCloseable {
    private final FileChannel file;

    private DataFolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Locks the folder, which is made if it is missing.
     *
     * @throws IllegalStateException if another stack uses the folder; then nothing in it is changed
     */
    static DataFolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(file).isEmpty()) {
                file.close();
                throw new IllegalStateException("The data folder " + folder
                        + " is in use by another local stack: stop that one, or name another folder with --data.");
            }
            return new DataFolderLock(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data folder " + folder + " cannot be used: name another one with --data.", e);
        }
    }

    private static Optional<FileLock> lock(FileChannel file) throws IOException {
        try {
            return Optional.ofNullable(file.tryLock());
        } catch (OverlappingFileLockException inThisProcess) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
