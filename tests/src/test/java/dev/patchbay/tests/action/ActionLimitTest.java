package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.OpenActions;
import dev.patchbay.action.QueuedActionLimit;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ConnectionsByProvider;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.functions.actions.ActionQueue;
import dev.patchbay.functions.actions.ActionTarget;
import dev.patchbay.functions.actions.SubmitAction;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.RequestContexts;
import dev.patchbay.vault.SealedSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** How many actions of a connection may wait, and what it costs to find the connection of a provider. */
@ExtendWith(AwsUnderTest.class)
class ActionLimitTest {
    private final MovableClock clock = new MovableClock();
    private final CountedRequests counted = new CountedRequests();
    private final List<Integer> read = new CopyOnWriteArrayList<>();
    private final Aws aws;
    private final DynamoDbClient dynamoDb;
    private final WorkspaceId workspace;
    private final ActionStore actions;
    private final String queueUrl;
    private final Connection gmail;
    private String actionsTable;
    private Pause pause = wait -> {};

    ActionLimitTest(Aws aws) {
        this.aws = aws;
        DynamoDbClientBuilder builder = counted.of(aws.clients().configured(DynamoDbClient.builder()));
        dynamoDb = builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new ReadItems())
                        .build())
                .build();
        workspace = aws.newWorkspace();
        actionsTable = aws.table("ActionsTable");
        actions = new ActionStore(dynamoDb, actionsTable, clock);
        queueUrl = aws.newQueue("GmailQueue");
        gmail = connect(workspace, "gmail", "john@gmail.com");
    }

    @Test
    void anActionBeyondTheLimitIsRefusedAndNotRecorded() {
        Api api = api(3, 1_000);
        accepted(api, 3);

        APIGatewayV2HTTPResponse refused = later(api, "");

        assertThat(refused.getStatusCode()).isEqualTo(429);
        assertThat(refused.getHeaders()).containsEntry("Retry-After", "10");
        assertThat(refused.getBody())
                .contains(
                        "\"too_many_actions\"",
                        "This connection has 3 actions that are not done yet, which is as many as may wait. Send it again when"
                                + " some of them are done");
        assertThat(recorded()).hasSize(3);
    }

    @Test
    void aRepeatOfAnAcceptedActionIsAcceptedAtTheLimit() {
        Api api = api(3, 1_000);
        APIGatewayV2HTTPResponse first = later(api, "key-1");
        accepted(api, 2);

        APIGatewayV2HTTPResponse again = later(api, "key-1");

        assertThat(again.getStatusCode()).isEqualTo(202);
        assertThat(again.getBody()).isEqualTo(first.getBody());
        assertThat(later(api, "key-2").getStatusCode()).isEqualTo(429);
    }

    @Test
    void anActionThatHasAnOutcomeMakesRoom() {
        Api api = api(3, 1_000);
        accepted(api, 3);
        assertThat(later(api, "").getStatusCode()).isEqualTo(429);

        actions.fail(
                actions.find(workspace, recorded().getFirst()).orElseThrow(),
                ActionState.FAILED,
                new ActionFailure("test", "It failed", Optional.empty()));
        clock.advance(Duration.ofSeconds(5));

        assertThat(later(api, "").getStatusCode()).isEqualTo(202);
        assertThat(later(api, "").getStatusCode()).isEqualTo(429);
    }

    @Test
    void anotherConnectionHasAQueueOfItsOwn() {
        Api api = api(3, 1_000);
        accepted(api, 3);
        Connection other = connect(workspace, "gmail", "jane@gmail.com");

        assertThat(submit(api, "\"connectionId\":\"" + other.id() + "\"", "").getStatusCode())
                .isEqualTo(202);
    }

    @Test
    void aQueueFarFromItsLimitIsCountedOnceAMinute() {
        Api api = api(5_000, 50);
        later(api, "");
        int before = counted.operations().size();

        accepted(api, 10);

        assertThat(counted.operations().subList(before, counted.operations().size()))
                .doesNotContain("Query")
                .hasSize(20);
        clock.advance(Duration.ofMinutes(1));
        later(api, "");
        assertThat(counted.operations().subList(before + 20, before + 23))
                .containsExactly("GetItem", "Query", "PutItem");
    }

    @Test
    void limitIsExceededByAtMostOneSecondOfRequests() {
        List<Api> instances = Stream.generate(() -> api(100, 20)).limit(4).toList();

        long accepted = IntStream.range(0, 400)
                .filter(request -> {
                    clock.advance(Duration.ofMillis(50));
                    return submit(instances.get(request % 4), "\"connectionId\":\"" + gmail.id() + "\"", "")
                                    .getStatusCode()
                            == 202;
                })
                .count();

        assertThat(accepted).isBetween(100L, 120L);
    }

    @Test
    void actionsThatCannotBeCountedAreAccepted() {
        accepted(api(3, 1_000), 3);
        actionsTable = "no-such-table";

        assertThat(later(api(3, 1_000), "").getStatusCode()).isEqualTo(202);
    }

    @Test
    void theConnectionOfAProviderIsFoundWithoutReadingAnother() {
        for (int i = 1; i < 1_000; i++) {
            connect(workspace, "apollo", "account-" + i);
        }
        Api api = api(5_000, 50);
        submit(api, "\"provider\":\"gmail\"", "");
        int before = counted.operations().size();
        read.clear();

        assertThat(submit(api, "\"provider\":\"gmail\"", "").getStatusCode()).isEqualTo(202);

        assertThat(counted.operations().subList(before, counted.operations().size()))
                .containsExactly("Query", "GetItem", "PutItem");
        assertThat(read).as("items that the query read").containsExactly(1);
    }

    @Test
    void anAccountThatTheIndexDoesNotKnowYetIsLookedForOnceMore() {
        pause = wait -> connect(workspace, "slack", "acme");
        Api api = api(5_000, 50);

        APIGatewayV2HTTPResponse found = submit(api, "\"provider\":\"slack\"", "");

        assertThat(found.getBody()).as("the action is Gmail's").contains("\"invalid_request\"", "\"action\"");
    }

    @Test
    void disconnectedConnectionIsNotFound() {
        assertThat(connections().disconnect(gmail)).isTrue();

        assertThat(submit(api(5_000, 50), "\"provider\":\"gmail\"", "").getBody())
                .contains("not_connected");
    }

    private void accepted(Api api, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(later(api, "").getStatusCode()).isEqualTo(202);
        }
    }

    /** A second later: then a count near the limit is not trusted any more. */
    private APIGatewayV2HTTPResponse later(Api api, String key) {
        clock.advance(Duration.ofSeconds(1));
        return submit(api, "\"connectionId\":\"" + gmail.id() + "\"", key);
    }

    private APIGatewayV2HTTPResponse submit(Api api, String target, String key) {
        return api.answer(
                APIGatewayV2HTTPEvent.builder()
                        .withRouteKey("POST /api/actions")
                        .withHeaders(key.isEmpty() ? Map.of() : Map.of("idempotency-key", key))
                        .withBody("{" + target + ",\"action\":\"gmail.send-email\",\"input\":{}}")
                        .withRequestContext(RequestContexts.byOwner(workspace))
                        .build(),
                new RehearsalContext());
    }

    /** An instance of the function. */
    private Api api(int most, int requestsPerSecond) {
        ActionQueue queue = new ActionQueue(aws.clients().onFirstUse(AwsClients::sqs), Map.of("gmail", queueUrl));
        ActionTarget target = new ActionTarget(
                new ProviderCatalog(ActionLimitTest.class.getClassLoader(), Map.of()),
                connections(),
                new ConnectionsByProvider(dynamoDb, aws.table("ConnectionsTable")),
                queue,
                new QueuedActionLimit(new OpenActions(dynamoDb, actionsTable), most, requestsPerSecond, clock),
                wait -> pause.of(wait));
        AgentStore agents = new AgentStore(dynamoDb, aws.table("AgentsTable"), clock);
        return new Api(
                Map.of("POST /api/actions", new SubmitAction(target, agents, actions, queue, clock)),
                new Claims("workspace", "role"),
                any -> true);
    }

    private ConnectionStore connections() {
        return new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock);
    }

    private Connection connect(WorkspaceId where, String provider, String account) {
        return connections()
                .connect(new NewConnection(
                        where,
                        new ProviderId(provider),
                        new Account(account, account),
                        new MemberId("ann"),
                        Set.of(),
                        SealedSecret.of(new byte[] {1}),
                        Optional.empty()));
    }

    private List<ActionId> recorded() {
        return aws
                .clients()
                .dynamoDb()
                .query(query -> query.tableName(aws.table("ActionsTable"))
                        .consistentRead(true)
                        .keyConditionExpression("workspace = :w AND begins_with(id, :a)")
                        .expressionAttributeValues(Map.of(
                                ":w", AttributeValue.fromS(workspace.value()), ":a", AttributeValue.fromS("act_"))))
                .items()
                .stream()
                .map(item -> new ActionId(
                        Optional.ofNullable(item.get("id")).orElseThrow().s()))
                .toList();
    }

    /** How many items each query reads, whether or not it returns them. */
    private final class ReadItems implements ExecutionInterceptor {
        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.response() instanceof QueryResponse query) {
                read.add(query.scannedCount());
            }
        }
    }
}
