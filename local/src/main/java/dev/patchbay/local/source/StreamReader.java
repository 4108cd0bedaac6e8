package dev.patchbay.local.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a table's stream over plain HTTP: the answers of DynamoDB Streams are already the JSON that Lambda passes to functions, and
 * converting it to the SDK's objects and back would change it. Not thread-safe.
 */
final class StreamReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final HttpClient client;
    private final String arn;
    private final Map<String, String> iterators = new LinkedHashMap<>();

    /** Records of one shard, in order. */
    record Batch(String shard, List<ObjectNode> records) {}

    private StreamReader(URI endpoint, HttpClient client, String arn) {
        this.endpoint = endpoint;
        this.client = client;
        this.arn = arn;
    }

    static StreamReader of(URI endpoint, HttpClient client, String table) throws IOException, InterruptedException {
        JsonNode description = call(
                endpoint,
                client,
                "DynamoDB_20120810.DescribeTable",
                JSON.createObjectNode().put("TableName", table));
        return new StreamReader(
                endpoint,
                client,
                description.path("Table").path("LatestStreamArn").asText());
    }

    String arn() {
        return arn;
    }

    /**
     * Finds the stream's shards and takes up each new one.
     *
     * @param positions the last sequence number done, by shard
     * @param start where to begin in a shard without position
     */
    void refresh(Map<String, String> positions, Start start) throws IOException, InterruptedException {
        JsonNode description = call("DescribeStream", JSON.createObjectNode().put("StreamArn", arn));
        for (JsonNode shard : description.path("StreamDescription").path("Shards")) {
            String id = shard.path("ShardId").asText();
            if (!iterators.containsKey(id)) {
                iterators.put(id, iterator(id, Optional.ofNullable(positions.get(id)), start));
            }
        }
    }

    /** Where to begin in a shard of which no record has been processed. */
    enum Start {
        TRIM_HORIZON,
        LATEST
    }

    /** Goes back to the last processed records: an iterator expires, and it runs ahead of records that could not be delivered. */
    void rewind(Map<String, String> positions) throws IOException, InterruptedException {
        iterators.clear();
        // From the start, not from the latest: records that were read but not processed must be read again.
        refresh(positions, Start.TRIM_HORIZON);
    }

    private String iterator(String shard, Optional<String> position, Start start)
            throws IOException, InterruptedException {
        if (position.isPresent()) {
            try {
                return iterator(
                        shard,
                        JSON.createObjectNode()
                                .put("ShardIteratorType", "AFTER_SEQUENCE_NUMBER")
                                .put("SequenceNumber", position.get()));
            } catch (Trimmed e) {
                // The stream no longer holds that record; all it holds is later.
                return iterator(shard, Optional.empty(), Start.TRIM_HORIZON);
            }
        }
        return iterator(shard, JSON.createObjectNode().put("ShardIteratorType", start.name()));
    }

    private String iterator(String shard, ObjectNode request) throws IOException, InterruptedException {
        request.put("StreamArn", arn).put("ShardId", shard);
        return call("GetShardIterator", request).path("ShardIterator").asText();
    }

    /** The stream no longer holds the requested records. */
    private static final class Trimmed extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        Trimmed(String message) {
            super(message);
        }
    }

    /** The next records of each shard that has some. */
    List<Batch> read(int limit) throws IOException, InterruptedException {
        List<Batch> batches = new ArrayList<>();
        for (Map.Entry<String, String> entry : iterators.entrySet()) {
            if (entry.getValue().isEmpty()) {
                // A closed shard, read to its end.
                continue;
            }
            JsonNode answer = records(entry.getKey(), entry.getValue(), limit);
            entry.setValue(answer.path("NextShardIterator").asText());
            List<ObjectNode> records = answer.path("Records")
                    .valueStream()
                    .filter(ObjectNode.class::isInstance)
                    .map(record -> ((ObjectNode) record).put("eventSourceARN", arn))
                    .toList();
            if (!records.isEmpty()) {
                batches.add(new Batch(entry.getKey(), records));
            }
        }
        return batches;
    }

    /**
     * DynamoDB Local treats an iterator that was made before a shard's first record as one that points at trimmed records. Reading from
     * the oldest record loses nothing; the caller must skip the records that it has already processed.
     */
    private JsonNode records(String shard, String iterator, int limit) throws IOException, InterruptedException {
        try {
            return next(iterator, limit);
        } catch (Trimmed e) {
            return next(iterator(shard, Optional.empty(), Start.TRIM_HORIZON), limit);
        }
    }

    private JsonNode next(String iterator, int limit) throws IOException, InterruptedException {
        return call(
                "GetRecords",
                JSON.createObjectNode().put("ShardIterator", iterator).put("Limit", limit));
    }

    private JsonNode call(String operation, ObjectNode input) throws IOException, InterruptedException {
        return call(endpoint, client, "DynamoDBStreams_20120810." + operation, input);
    }

    private static JsonNode call(URI endpoint, HttpClient client, String target, ObjectNode input)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=localstack/20260101/us-east-1/dynamodb/aws4_request, "
                                + "SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofString(input.toString()))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.body().contains("TrimmedDataAccessException")) {
            throw new Trimmed(response.body());
        }
        if (response.statusCode() != 200) {
            throw new IOException(target + " failed: " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
