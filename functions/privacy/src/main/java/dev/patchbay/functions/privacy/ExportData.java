package dev.patchbay.functions.privacy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.WorkspaceKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * {@code POST /api/privacy/export}: the stored data of the caller's workspace, without secrets, as one JSON document; in parts, if it is
 * larger than an answer can be. One request per megabyte read.
 */
final class ExportData implements ApiEndpoint {
    private static final String FORMAT = "patchbay-export/1";

    /**
     * Bytes of items in a part. A function's answer may have 6 MB. As a text in it a document can grow to twice its size, by escapes;
     * compressed and in Base64, where it does not let itself be compressed, by a third.
     */
    private static final int PART = 2_900_000;

    private static final int COMPRESSED_PART = 4_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DynamoDbClient dynamoDb;
    private final List<WorkspaceTable> tables;
    private final WorkspaceKeys keys;
    private final Clock clock;

    ExportData(DynamoDbClient dynamoDb, List<WorkspaceTable> tables, WorkspaceKeys keys, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.tables = List.copyOf(tables);
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.manager();
        Optional<ExportCursor> from = request.query("next").map(ExportCursor::of);
        int size = ApiResponse.acceptsGzip(request) ? COMPRESSED_PART : PART;
        return ApiResponse.json(200, document(member.workspace(), from, size)).gzippedFor(request);
    }

    private ObjectNode document(WorkspaceId workspace, Optional<ExportCursor> from, int size) {
        ObjectNode document = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("workspace", workspace.value())
                .put("exportedAt", clock.instant().toString());
        if (from.isEmpty()) {
            ArrayNode list = document.putArray("keys");
            keys.list(workspace)
                    .forEach(key -> list.addObject()
                            .put("version", key.version())
                            .put("createdAt", key.createdAt().toString()));
        }
        int first = from.map(cursor -> index(cursor.kind())).orElse(0);
        Part room = new Part(size);
        for (WorkspaceTable table : tables.subList(first, tables.size())) {
            Optional<ExportCursor> next =
                    add(document, workspace, table, from.filter(at -> at.kind().equals(table.kind())), room);
            if (next.isPresent()) {
                return document.put("next", next.get().text());
            }
        }
        return document;
    }

    private int index(String kind) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).kind().equals(kind)) {
                return i;
            }
        }
        throw ExportCursor.refused();
    }

    /** @return where the next part begins, if the table did not fit into this one */
    private Optional<ExportCursor> add(
            ObjectNode document, WorkspaceId workspace, WorkspaceTable table, Optional<ExportCursor> from, Part room) {
        document.withArray(table.kind());
        table.otherKinds().values().forEach(document::withArray);
        String last = from.map(ExportCursor::after).orElse("");
        QueryRequest.Builder query = table.items(workspace);
        if (!last.isEmpty()) {
            query.exclusiveStartKey(table.key(workspace, last));
        }
        QueryResponse page;
        do {
            page = dynamoDb.query(query.build());
            for (Map<String, AttributeValue> item : page.items()) {
                ObjectNode exported = ExportedItem.of(item);
                if (!room.take(exported)) {
                    return Optional.of(new ExportCursor(table.kind(), last));
                }
                document.withArray(table.kindOf(item)).add(exported);
                last = table.sortValue(item);
            }
            query.exclusiveStartKey(page.lastEvaluatedKey());
        } while (!page.lastEvaluatedKey().isEmpty());
        return Optional.empty();
    }

    /** The room that is left in a part. Any item finds room in an empty one: DynamoDB has none over 400 KB. */
    private static final class Part {
        private final int size;
        private int used;

        Part(int size) {
            this.size = size;
        }

        boolean take(ObjectNode item) {
            int bytes = item.toString().getBytes(StandardCharsets.UTF_8).length;
            boolean fits = used == 0 || used + bytes <= size;
            used += fits ? bytes : 0;
            return fits;
        }
    }
}
