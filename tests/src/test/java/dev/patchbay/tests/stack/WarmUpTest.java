package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.tests.fixture.StackUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The weekly call of a function with SnapStart keeps its snapshot, costs no request to AWS and does nothing else. */
@ExtendWith(StackUnderTest.class)
class WarmUpTest {
    private final LocalCloud cloud;

    WarmUpTest(LocalCloud cloud) {
        this.cloud = cloud;
    }

    @Test
    void warmUpAsksNothingOfAws() {
        List<FunctionResource> warmed = cloud.stack().functions().stream()
                .filter(function -> warmUps(function).findAny().isPresent())
                .toList();
        assertThat(warmed).hasSizeGreaterThan(10);
        for (FunctionResource function : warmed) {
            EventSource.Schedule warmUp = warmUps(function).findFirst().orElseThrow();
            long before = requestsOf(function);

            InvocationResult result =
                    cloud.invoke(function.logicalId(), warmUp.input().orElseThrow());

            assertThat(result.orThrow()).as(function.logicalId()).doesNotContain("\"statusCode\":500");
            assertThat(requestsOf(function)).as(function.logicalId()).isEqualTo(before);
        }
    }

    private static Stream<EventSource.Schedule> warmUps(FunctionResource function) {
        return function.events(EventSource.Schedule.class)
                .filter(schedule -> schedule.name().equals("WarmUp"));
    }

    private long requestsOf(FunctionResource function) {
        return cloud.requestLog().all().stream()
                .filter(request -> request.caller().equals(Functions.accessKey(function)))
                .count();
    }
}
