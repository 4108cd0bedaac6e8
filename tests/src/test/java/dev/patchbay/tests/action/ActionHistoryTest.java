package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionFilter;
import dev.patchbay.action.ActionHistory;
import dev.patchbay.action.ActionHistory.Page;
import dev.patchbay.action.ActionHistory.Position;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionItems;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionStore;
import dev.patchbay.agent.AgentId;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Stands in the store's package, since only the runner may finish an action. */
@ExtendWith(AwsUnderTest.class)
class ActionHistoryTest {
    private static final ProviderId GMAIL = new ProviderId("gmail");
    private static final ProviderId SLACK = new ProviderId("slack");
    private static final ActionFailure FAILURE = new ActionFailure("not_found", "Gone", Optional.empty());

    private final MovableClock clock = new MovableClock();
    private final CountedRequests requests = new CountedRequests();
    private final Aws aws;
    private final String table;
    private final DynamoDbClient counted;
    private final ActionStore store;
    private final ActionHistory history;
    private final WorkspaceId workspace;

    ActionHistoryTest(Aws aws) {
        this.aws = aws;
        table = aws.table("ActionsTable");
        counted =
                requests.of(aws.clients().configured(DynamoDbClient.builder())).build();
        store = new ActionStore(aws.clients().dynamoDb(), table, clock);
        history = new ActionHistory(counted, table);
        workspace = aws.newWorkspace();
    }

    @AfterEach
    void close() {
        counted.close();
    }

    @Test
    void pagesAreNewestFirstAndTakeTwoRequestsEach() {
        List<ActionId> ids = many(250, GMAIL);

        List<ActionId> read = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        int pages = 0;
        do {
            Page page = history.newest(workspace, ActionFilter.ALL, after, 100);
            page.actions().forEach(action -> read.add(action.id()));
            after = page.last();
            pages++;
        } while (after.isPresent());

        assertThat(read).isEqualTo(ids.reversed());
        assertThat(pages).isEqualTo(3);
        assertThat(requests.operations())
                .containsExactly("Query", "BatchGetItem", "Query", "BatchGetItem", "Query", "BatchGetItem");
    }

    @Test
    void aFilterLooksAtAThousandActionsAndNotAtAll() {
        ActionId oldest = many(1, SLACK).getFirst();
        many(ActionHistory.LOOKED_AT + 200, GMAIL);
        ActionFilter slack = provider(SLACK);

        Page first = history.newest(workspace, slack, Optional.empty(), 20);
        Page second = history.newest(workspace, slack, first.last(), 20);

        assertThat(first.actions()).isEmpty();
        assertThat(first.last()).isPresent();
        assertThat(second.actions()).extracting(ActionRecord::id).containsExactly(oldest);
        assertThat(second.last()).isEmpty();
        assertThat(requests.operations()).containsExactly("Query", "Query", "BatchGetItem");
    }

    @Test
    void aPageOfAFilterEndsAtItsLastActionAndTheNextBeginsThere() {
        List<ActionId> ids = many(30, GMAIL);

        Page first = history.newest(workspace, provider(GMAIL), Optional.empty(), 20);
        Page second = history.newest(workspace, provider(GMAIL), first.last(), 20);

        assertThat(first.actions()).hasSize(20);
        assertThat(second.actions())
                .extracting(ActionRecord::id)
                .isEqualTo(ids.reversed().subList(20, 30));
        assertThat(second.last()).isEmpty();
    }

    @Test
    void everyStateIsFoundByItsNameAndByNoOther() {
        ActionRecord queued = put(GMAIL);
        ActionRecord running = claimed();
        ActionRecord succeeded = claimed();
        store.succeed(succeeded, ActionResult.of("messageId", "m-1"));
        ActionRecord failed = claimed();
        store.fail(failed, ActionState.FAILED, FAILURE);
        ActionRecord unknown = claimed();
        store.fail(unknown, ActionState.UNKNOWN, FAILURE);

        assertThat(in(ActionState.QUEUED)).containsExactly(queued.id());
        assertThat(in(ActionState.RUNNING)).containsExactly(running.id());
        assertThat(in(ActionState.SUCCEEDED)).containsExactly(succeeded.id());
        assertThat(in(ActionState.FAILED)).containsExactly(failed.id());
        assertThat(in(ActionState.UNKNOWN)).containsExactly(unknown.id());
    }

    @Test
    void waitingActionsAreFilteredAndPaged() {
        List<ActionId> ids = many(150, GMAIL);
        ActionFilter queued =
                new ActionFilter(Optional.of(ActionState.QUEUED), Optional.empty(), Optional.empty(), Optional.empty());

        Page first = history.newest(workspace, queued, Optional.empty(), 60);
        Page second = history.newest(workspace, queued, first.last(), 100);

        assertThat(first.actions())
                .extracting(ActionRecord::id)
                .isEqualTo(ids.reversed().subList(0, 60));
        assertThat(second.actions())
                .extracting(ActionRecord::id)
                .isEqualTo(ids.reversed().subList(60, 150));
        assertThat(history.newest(
                                workspace,
                                new ActionFilter(
                                        Optional.of(ActionState.RUNNING),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty(),
                                20)
                        .last())
                .contains(new Position(clock.instant().minusMillis(99), ids.get(50)));
    }

    @Test
    void successAfterAFailedAttemptIsASuccess() {
        ActionRecord first = claimed();
        store.requeue(first, FAILURE, clock.instant());
        assertThat(in(ActionState.QUEUED)).containsExactly(first.id());
        ActionStore.Claim.Ours again = (ActionStore.Claim.Ours) store.claim(workspace, first.id(), clock.instant());
        store.succeed(again.action(), ActionResult.of("messageId", "m-1"));

        assertThat(in(ActionState.SUCCEEDED)).containsExactly(first.id());
        assertThat(in(ActionState.FAILED)).isEmpty();
    }

    @Test
    void anotherWorkspacesPositionLeadsToNoneOfItsActions() {
        List<ActionId> ids = many(3, GMAIL);
        Position theirs = history.newest(workspace, ActionFilter.ALL, Optional.empty(), 1)
                .last()
                .orElseThrow();

        Page page = history.newest(aws.newWorkspace(), ActionFilter.ALL, Optional.of(theirs), 20);

        assertThat(ids).contains(theirs.id());
        assertThat(page.actions()).isEmpty();
    }

    @Test
    void keysOfRequestsAreNoActions() {
        ActionRecord action = put(GMAIL);
        store.put(queued(SLACK), new ActionStore.IdempotencyKey("key", "request"));

        assertThat(history.newest(workspace, ActionFilter.ALL, Optional.empty(), 20)
                        .actions())
                .hasSize(2)
                .extracting(ActionRecord::id)
                .contains(action.id());
    }

    private List<ActionId> in(ActionState state) {
        return history
                .newest(
                        workspace,
                        new ActionFilter(
                                Optional.of(state), Optional.of(connection(GMAIL)), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        20)
                .actions()
                .stream()
                .map(ActionRecord::id)
                .toList();
    }

    private static ActionFilter provider(ProviderId provider) {
        return new ActionFilter(
                Optional.empty(), Optional.empty(), Optional.of(provider), Optional.of(new AgentId("outreach")));
    }

    private ActionRecord claimed() {
        ActionRecord action = put(GMAIL);
        ActionStore.Claim.Ours claim = (ActionStore.Claim.Ours) store.claim(workspace, action.id(), clock.instant());
        return claim.action();
    }

    private ActionRecord put(ProviderId provider) {
        ActionRecord action = queued(provider);
        store.put(action);
        return action;
    }

    /** Actions a millisecond apart, by their time. */
    private List<ActionId> many(int count, ProviderId provider) {
        List<ActionRecord> actions =
                IntStream.range(0, count).mapToObj(i -> queued(provider)).toList();
        actions.stream()
                .map(action -> WriteRequest.builder()
                        .putRequest(put -> put.item(ActionItems.write(action)
                                .expires(clock.instant().plus(Duration.ofDays(30)))
                                .values()))
                        .build())
                .gather(Gatherers.windowFixed(25))
                .forEach(batch ->
                        aws.clients().dynamoDb().batchWriteItem(request -> request.requestItems(Map.of(table, batch))));
        return actions.stream().map(ActionRecord::id).toList();
    }

    private ActionRecord queued(ProviderId provider) {
        clock.advance(Duration.ofMillis(1));
        return new ActionMessage(
                        new AcceptedAction(
                                workspace,
                                ActionId.random(),
                                provider + ".any",
                                provider,
                                connection(provider),
                                Optional.of("outreach"),
                                clock.instant()),
                        "request-1",
                        JsonNodeFactory.instance.objectNode())
                .queued();
    }

    private ConnectionId connection(ProviderId provider) {
        return ConnectionId.of(workspace, provider, new Account("1", "one"));
    }
}
