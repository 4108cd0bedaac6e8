package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A service's state across a restart: one JSON file, or none if the local stack keeps no data. */
public record StateFile(Optional<Path> file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Forgets everything at the end of the process. */
    public static StateFile inMemory() {
        return new StateFile(Optional.empty());
    }

    /** The state last written; empty at first. */
    public ObjectNode read() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(file.get().toFile()) instanceof ObjectNode state ? state : JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file.get() + " cannot be read; delete it, or choose another data folder.", e);
        }
    }

    /** Replaces the file in one step, so that a crash leaves the old or the new state. Callers serialise. */
    public void write(ObjectNode state) {
        if (file.isEmpty()) {
            return;
        }
        Path target = file.get();
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        try {
            if (target.getParent() != null) {
                Files.createDirectories(target.getParent());
            }
            JSON.writeValue(draft.toFile(), state);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written.", e);
        }
    }
}
