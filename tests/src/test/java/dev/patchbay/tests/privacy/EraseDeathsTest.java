package dev.patchbay.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connection.Connection;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The function crashes at one of its requests to the tables; then the erase is repeated. The proof tries every request. */
@ExtendWith(AwsUnderTest.class)
class EraseDeathsTest {
    private static final int ITEMS = 2;

    private final Aws aws;

    @RegisterExtension
    private final PrivacyUnderTest privacy;

    EraseDeathsTest(Aws aws) {
        this.aws = aws;
        privacy = new PrivacyUnderTest(aws);
    }

    enum Death {
        BEFORE_THE_REQUEST_LEAVES,
        AFTER_IT_WAS_DONE
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatCompletesACrashedErase(Death death) {
        assertThatARepeatEndsTheErase(death, 9);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void aRepeatCompletesAnEraseThatCrashedAnywhere(Death death) {
        assertThatARepeatEndsTheErase(death, 1);
    }

    private void assertThatARepeatEndsTheErase(Death death, int step) {
        int requests = 0;
        boolean survived = false;
        while (!survived) {
            requests += step;
            WorkspaceId workspace = aws.newWorkspace();
            List<Connection> connected = privacy.fill(workspace, ITEMS);
            Mortal mortal = new Mortal(requests, death);
            survived = PrivacyUnderTest.erase(privacy.process(mortal.client(aws), privacy.clock), workspace)
                            .getStatusCode()
                    == 200;

            APIGatewayV2HTTPResponse response = PrivacyUnderTest.erase(privacy.process(), workspace);

            assertErased(response, workspace, connected, "crashed at request " + requests);
        }
        assertThat(requests).isGreaterThan(20);
    }

    private void assertErased(
            APIGatewayV2HTTPResponse response, WorkspaceId workspace, List<Connection> connected, String when) {
        assertThat(response.getStatusCode()).as(when).isEqualTo(200);
        JsonNode receipt = PrivacyUnderTest.json(response);
        assertThat(receipt.path("deleted").toString()).as(when).isEqualTo("""
                        {"actions":3,"agents":3,"connections":4,"disconnectedConnections":1,"idempotencyKeys":1,"mails":1,"members":3,"notifications":1}""");
        assertThat(Stream.of("revoked", "notRevoked")
                        .flatMap(list -> receipt.path(list).findValuesAsText("connectionId").stream()))
                .as(when)
                .containsExactlyInAnyOrderElementsOf(connected.stream()
                        .map(connection -> connection.id().value())
                        .toList());
        assertThat(privacy.held(workspace).keySet()).as(when).containsOnly("ErasuresTable", "WorkspaceKeysTable");
        assertThat(privacy.providers.simulators().google().liveRefreshTokens("john@gmail.com"))
                .as(when)
                .isZero();
    }

    /** Fails one request and all that follow, as if the function had crashed. */
    private static final class Mortal implements ExecutionInterceptor {
        private final AtomicInteger requests = new AtomicInteger();
        private final int last;
        private final Death death;

        Mortal(int last, Death death) {
            this.last = last;
            this.death = death;
        }

        DynamoDbClient client(Aws aws) {
            DynamoDbClientBuilder builder = aws.clients().configured(DynamoDbClient.builder());
            return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                            .addExecutionInterceptor(this)
                            .build())
                    .build();
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            int request = requests.incrementAndGet();
            if (request > last || (request == last && death == Death.BEFORE_THE_REQUEST_LEAVES)) {
                throw SdkClientException.create("dead");
            }
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            if (requests.get() >= last) {
                throw SdkClientException.create("dead");
            }
        }
    }
}
