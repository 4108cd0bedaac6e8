package dev.patchbay.tests.refresh;

import dev.patchbay.functions.refresh.RefreshMessage.Member;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Rows of the index of due connections, many at once: all that the schedule reads of a connection. */
final class DueRows {
    private static final int ROWS_PER_REQUEST = 25;
    private static final int SHARDS = 16;

    private final Aws aws;
    private final String workspace;
    private int rows;

    DueRows(Aws aws) {
        this.aws = aws;
        this.workspace = aws.newWorkspace().value();
    }

    /** Makes so many connections of a provider due at this time, spread over the shards. */
    void add(String provider, int count, Instant due) {
        List<WriteRequest> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, AttributeValue> row = row(provider, due.plusMillis(i));
            writes.add(WriteRequest.builder().putRequest(put -> put.item(row)).build());
        }
        write(writes);
    }

    /** These are not due any more. */
    void refreshed(List<Member> members) {
        write(members.stream()
                .map(member -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(Map.of(
                                "workspace",
                                AttributeValue.fromS(member.workspace().value()),
                                "connection",
                                AttributeValue.fromS(member.id().value()))))
                        .build())
                .toList());
    }

    private void write(List<WriteRequest> writes) {
        for (int from = 0; from < writes.size(); from += ROWS_PER_REQUEST) {
            List<WriteRequest> batch = writes.subList(from, Math.min(from + ROWS_PER_REQUEST, writes.size()));
            aws.clients()
                    .dynamoDb()
                    .batchWriteItem(request -> request.requestItems(Map.of(aws.table("ConnectionsTable"), batch)));
        }
    }

    private Map<String, AttributeValue> row(String provider, Instant due) {
        String id = "conn_" + UUID.randomUUID().toString().replace("-", "").substring(0, 26);
        return Map.of(
                "workspace", AttributeValue.fromS(workspace),
                "connection", AttributeValue.fromS(id),
                "provider", AttributeValue.fromS(provider),
                "refreshShard", AttributeValue.fromN(Integer.toString(rows++ % SHARDS)),
                "refreshAt", AttributeValue.fromN(Long.toString(due.toEpochMilli())));
    }
}
