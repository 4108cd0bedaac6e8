package dev.patchbay.local.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.aws.StateFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far each stream was read, by source and shard. Thread-safe. */
final class StreamPositions {
    private final StateFile file;
    private final ObjectNode positions;

    StreamPositions(StateFile file) {
        this.file = file;
        this.positions = file.read();
    }

    synchronized Map<String, String> of(String source) {
        Map<String, String> shards = new LinkedHashMap<>();
        positions
                .path(source)
                .properties()
                .forEach(shard -> shards.put(shard.getKey(), shard.getValue().asText()));
        return shards;
    }

    synchronized void put(String source, String shard, String sequence) {
        positions.withObjectProperty(source).put(shard, sequence);
        file.write(positions);
    }
}
