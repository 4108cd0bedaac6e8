package dev.patchbay.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.functions.privacy.CountedDeletes;
import dev.patchbay.functions.privacy.Step;
import dev.patchbay.functions.privacy.Sweep;
import dev.patchbay.functions.privacy.WorkspaceTable;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Emptying a table that is larger than there is time to read. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class SweepTest {
    @Test
    void aTableThatTakesTooLongToReadGetsSmallerWithEachTry(Aws aws) {
        MovableClock clock = new MovableClock();
        WorkspaceId workspace = aws.newWorkspace();
        AgentStore agents = new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), clock);
        for (int i = 0; i < 60; i++) {
            agents.register(workspace, new AgentId("a" + i), "Outreach", Set.of("gmail"));
        }
        EraseRecords erasures = new EraseRecords(aws.clients().dynamoDb(), aws.table("ErasuresTable"), clock);
        erasures.begin(workspace);
        DynamoDbClientBuilder builder = aws.clients().configured(DynamoDbClient.builder());
        DynamoDbClient slow = builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new SmallSlowPages(clock))
                        .build())
                .build();
        Sweep sweep = new Sweep(slow, new CountedDeletes(slow, erasures), clock);
        WorkspaceTable table = new WorkspaceTable(aws.table("AgentsTable"), "agent", "agents");

        for (int i = 0; i < 2; i++) {
            assertThat(sweep.table(table, workspace, clock.instant().plusSeconds(15)))
                    .isEqualTo(new Step(25, false));
        }
        assertThat(sweep.table(table, workspace, clock.instant().plusSeconds(15)))
                .isEqualTo(new Step(10, true));
        assertThat(erasures.receipt(workspace).deleted()).containsEntry("agents", 60L);
    }

    /** A page has 25 items, and takes ten seconds to read. */
    private record SmallSlowPages(MovableClock clock) implements ExecutionInterceptor {
        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            if (context.request() instanceof QueryRequest query) {
                clock.advance(Duration.ofSeconds(10));
                return query.toBuilder().limit(25).build();
            }
            return context.request();
        }
    }
}
