package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.functions.refresh.RefreshLanes;
import dev.patchbay.functions.refresh.RefreshMessage.Member;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The messages that are sent if a request to the queue fails. */
class RefreshLanesTest {
    private final FailingOnce sqs = new FailingOnce();
    private final RefreshLanes lanes = new RefreshLanes(() -> sqs, "queue", 2, new Random(1));

    @Test
    void unsentMessagesAreSentAtTheEndInBatchesOfTen() {
        lanes.add("google", member());
        lanes.add("slack", member());

        assertThatThrownBy(() -> {
                    for (int trial = 0; trial < 10; trial++) {
                        lanes.addTrial("app-" + trial, member());
                    }
                })
                .isInstanceOf(SdkClientException.class);
        lanes.flush();

        assertThat(sqs.requests).hasSize(2).allSatisfy(entries -> {
            assertThat(entries).hasSizeLessThanOrEqualTo(10);
            assertThat(entries).extracting(SendMessageBatchRequestEntry::id).doesNotHaveDuplicates();
        });
        assertThat(sqs.requests.stream().mapToInt(List::size).sum()).isEqualTo(12);
    }

    private static Member member() {
        return new Member(new WorkspaceId("acme"), new ConnectionId("conn_00000000000000000000000000"));
    }

    /** A queue whose first request is lost. */
    private static final class FailingOnce implements SqsClient {
        private final List<List<SendMessageBatchRequestEntry>> requests = new ArrayList<>();
        private boolean failed;

        @Override
        public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
            if (!failed) {
                failed = true;
                throw SdkClientException.create("lost");
            }
            requests.add(request.entries());
            return SendMessageBatchResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
