package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionItems;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.ActionStore.Claim;
import dev.patchbay.action.ActionStore.IdempotencyKey;
import dev.patchbay.action.ActionStore.Recorded;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.RefusedRequests;
import dev.patchbay.tests.fixture.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Stands in the store's package, since only the runner may claim and finish. */
@ExtendWith(AwsUnderTest.class)
class ActionStoreTest {
    private static final ActionFailure FAILURE =
            new ActionFailure("not_found", "Channel not found", Optional.of("Create channel #x"));

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final ActionStore store;
    private final WorkspaceId workspace;

    ActionStoreTest(Aws aws) {
        this.aws = aws;
        store = new ActionStore(aws.clients().dynamoDb(), aws.table("ActionsTable"), clock);
        workspace = aws.newWorkspace();
    }

    @Test
    void anActionThatWasErasedWhileItRanStaysErased() {
        ActionRecord action = queued();
        store.put(action);
        Claim.Ours claimed = (Claim.Ours) store.claim(workspace, action.id(), clock.instant());
        aws.clients()
                .dynamoDb()
                .deleteItem(request -> request.tableName(aws.table("ActionsTable"))
                        .key(ActionItems.key(workspace, action.id()).values()));

        assertThat(store.succeed(claimed.action(), ActionResult.of())).isInstanceOf(ActionStore.Change.Gone.class);
        assertThat(store.fail(action, ActionState.FAILED, FAILURE)).isInstanceOf(ActionStore.Change.Gone.class);
        assertThat(store.requeue(claimed.action(), FAILURE, clock.instant()))
                .isInstanceOf(ActionStore.Change.Gone.class);
        assertThat(store.claim(workspace, action.id(), clock.instant())).isInstanceOf(Claim.Gone.class);
        assertThat(store.find(workspace, action.id())).isEmpty();
    }

    @Test
    void theFirstRequestUnderAKeyIsNew() {
        ActionRecord action = queued();

        Recorded recorded = store.put(action, new IdempotencyKey("key", "request"));

        assertThat(recorded).isEqualTo(new Recorded.New());
        assertThat(store.find(workspace, action.id())).contains(action);
    }

    @Test
    void theSameRequestUnderAKeyLeadsToTheFirstAction() {
        ActionRecord first = queued();
        store.put(first, new IdempotencyKey("key", "request"));

        Recorded again = store.put(queued(), new IdempotencyKey("key", "request"));

        assertThat(again).isEqualTo(new Recorded.Before(first.id()));
    }

    @Test
    void theActionOfARepeatedRequestIsNotKept() {
        store.put(queued(), new IdempotencyKey("key", "request"));
        ActionRecord second = queued();

        store.put(second, new IdempotencyKey("key", "request"));

        assertThat(store.find(workspace, second.id())).isEmpty();
    }

    @Test
    void anotherRequestUnderAKeyIsRefused() {
        store.put(queued(), new IdempotencyKey("key", "request"));

        Recorded other = store.put(queued(), new IdempotencyKey("key", "another request"));

        assertThat(other).isEqualTo(new Recorded.KeyReused());
    }

    @Test
    void theSameKeyInAnotherWorkspaceIsAnotherKey() {
        store.put(queued(), new IdempotencyKey("key", "request"));

        Recorded elsewhere = store.put(queued(aws.newWorkspace()), new IdempotencyKey("key", "request"));

        assertThat(elsewhere).isEqualTo(new Recorded.New());
    }

    @Test
    void aKeyHoldsForTwentyFourHours() {
        ActionRecord first = queued();
        store.put(first, new IdempotencyKey("key", "request"));
        clock.advance(Duration.ofHours(24).minusMillis(1));

        Recorded again = store.put(queued(), new IdempotencyKey("key", "request"));

        assertThat(again).isEqualTo(new Recorded.Before(first.id()));
    }

    @Test
    void afterTwentyFourHoursAKeyIsNewThoughItIsStillStored() {
        store.put(queued(), new IdempotencyKey("key", "request"));
        clock.advance(Duration.ofHours(24));

        Recorded nextDay = store.put(queued(), new IdempotencyKey("key", "another request"));

        assertThat(nextDay).isEqualTo(new Recorded.New());
    }

    @Test
    void ofManyRequestsWithOneKeyOneIsNewAndTheOthersLeadToIt() throws Exception {
        List<Recorded> recorded = Together.call(8, () -> store.put(queued(), new IdempotencyKey("key", "request")));

        Recorded afterwards = store.put(queued(), new IdempotencyKey("key", "request"));
        assertThat(recorded).filteredOn(new Recorded.New()::equals).hasSize(1);
        assertThat(recorded).filteredOn(afterwards::equals).hasSize(7);
    }

    @Test
    void conflictingTransactionWithTheSameKeyIsRetried() {
        RefusedRequests refused = new RefusedRequests();
        DynamoDbClient dynamoDb =
                refused.of(aws.clients().configured(DynamoDbClient.builder())).build();
        ActionRecord first = queued();
        store.put(first, new IdempotencyKey("key", "request"));
        refused.refuseNext(TransactionCanceledException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("TransactionCanceledException")
                        .build())
                .statusCode(400)
                .cancellationReasons(
                        CancellationReason.builder().code("TransactionConflict").build(),
                        CancellationReason.builder().code("None").build())
                .build());

        Recorded again = new ActionStore(dynamoDb, aws.table("ActionsTable"), clock)
                .put(queued(), new IdempotencyKey("key", "request"));

        assertThat(again).isEqualTo(new Recorded.Before(first.id()));
    }

    @Test
    void aClaimLastsUntilItsDeadline() {
        ActionRecord action = put();
        Instant until = clock.instant().plusSeconds(20);

        Claim claim = store.claim(workspace, action.id(), until);

        assertThat(claim).isInstanceOfSatisfying(Claim.Ours.class, ours -> {
            assertThat(ours.action().state()).isEqualTo(ActionState.RUNNING);
            assertThat(ours.action().progress().attempts()).isEqualTo(1);
            assertThat(ours.action().progress().runningUntil()).contains(until);
        });
    }

    @Test
    void ofTwentyWorkersOneClaims() throws Exception {
        ActionRecord action = put();

        List<Claim> claims = Together.call(
                20, () -> store.claim(workspace, action.id(), clock.instant().plusSeconds(20)));

        assertThat(claims).filteredOn(Claim.Ours.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.Refused.class::isInstance).hasSize(19);
    }

    @Test
    void aRefusedClaimReturnsTheRecordedAction() {
        ActionRecord running = claimed(put());

        Claim second = store.claim(workspace, running.id(), clock.instant().plusSeconds(99));

        assertThat(second).isEqualTo(new Claim.Refused(running));
    }

    @Test
    void anActionThatIsNotThereCannotBeClaimed() {
        assertThat(store.claim(workspace, ActionId.random(), clock.instant())).isEqualTo(new Claim.Gone());
    }

    @Test
    void anotherWorkspaceCannotClaim() {
        ActionRecord action = put();

        Claim claim = store.claim(aws.newWorkspace(), action.id(), clock.instant());

        assertThat(claim).isEqualTo(new Claim.Gone());
    }

    @Test
    void aRequeuedActionCanBeClaimedAgainAndCountsOn() {
        ActionRecord running = claimed(put());

        store.requeue(running, FAILURE, clock.instant());

        assertThat(claimed(running).progress().attempts()).isEqualTo(2);
    }

    @Test
    void aRequeuedActionSaysWhyItWaits() {
        ActionRecord running = claimed(put());

        store.requeue(running, FAILURE, clock.instant());

        ActionRecord waiting = find(running);
        assertThat(waiting.state()).isEqualTo(ActionState.QUEUED);
        assertThat(waiting.outcome().failure()).contains(FAILURE);
        assertThat(waiting.progress().runningUntil()).isEmpty();
    }

    @Test
    void aSuccessKeepsTheResult() {
        ActionRecord running = claimed(put());
        clock.advance(Duration.ofSeconds(2));

        store.succeed(running, ActionResult.of("messageId", "m-1"));

        ActionRecord done = find(running);
        assertThat(done.state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(done.outcome().result())
                .isEqualTo(ActionResult.of("messageId", "m-1").json());
        assertThat(done.outcome().finishedAt()).contains(clock.instant());
    }

    @Test
    void aSuccessClearsWhatFailedBefore() {
        ActionRecord first = claimed(put());
        store.requeue(first, FAILURE, clock.instant());
        ActionRecord second = claimed(first);

        store.succeed(second, ActionResult.of());

        assertThat(find(second).outcome().failure()).isEmpty();
    }

    @Test
    void aSuccessOfAClaimThatWasTakenOverChangesNothing() {
        ActionRecord lost = claimed(put());
        store.requeue(lost, FAILURE, clock.instant());
        clock.advance(Duration.ofSeconds(30));
        ActionRecord ours = claimed(lost);

        store.succeed(lost, ActionResult.of("messageId", "late"));

        assertThat(find(ours)).isEqualTo(ours);
    }

    @Test
    void aFailureOfAnActionThatSucceededMeanwhileChangesNothing() {
        ActionRecord queued = put();
        ActionRecord running = claimed(queued);
        store.succeed(running, ActionResult.of("messageId", "m-1"));

        store.fail(queued, ActionState.FAILED, FAILURE);
        store.fail(running, ActionState.UNKNOWN, FAILURE);

        assertThat(find(queued).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void aRequeueOfAnActionThatSucceededMeanwhileChangesNothing() {
        ActionRecord running = claimed(put());
        store.succeed(running, ActionResult.of());

        store.requeue(running, FAILURE, clock.instant());

        assertThat(find(running).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void aQueuedActionCanFailWithoutBeingClaimed() {
        ActionRecord queued = put();

        store.fail(queued, ActionState.FAILED, FAILURE);

        ActionRecord failed = find(queued);
        assertThat(failed.state()).isEqualTo(ActionState.FAILED);
        assertThat(failed.outcome().failure()).contains(FAILURE);
    }

    @Test
    void aSuccessIsReportedWithItsResult() throws Exception {
        ActionRecord running = claimed(put());

        store.succeed(running, ActionResult.of("messageId", "m-1"));

        JsonNode event = event(running).orElseThrow();
        assertThat(event.path("type").asText()).isEqualTo("action.succeeded");
        assertThat(event.path("id").asText()).isEqualTo("evt_" + running.id());
        assertThat(event.path("workspace").asText()).isEqualTo(workspace.value());
        assertThat(event.path("actionId").asText()).isEqualTo(running.id().value());
        assertThat(event.path("agentId").asText()).isEqualTo("agent-1");
        assertThat(event.at("/result/messageId").asText()).isEqualTo("m-1");
    }

    @Test
    void aFailureIsReportedWithReasonAndSuggestion() throws Exception {
        ActionRecord running = claimed(put());

        store.fail(running, ActionState.FAILED, FAILURE);

        JsonNode event = event(running).orElseThrow();
        assertThat(event.path("type").asText()).isEqualTo("action.failed");
        assertThat(event.path("outcome").asText()).isEqualTo("failed");
        assertThat(event.path("code").asText()).isEqualTo("not_found");
        assertThat(event.path("message").asText()).isEqualTo("Channel not found");
        assertThat(event.path("suggestion").asText()).isEqualTo("Create channel #x");
    }

    @Test
    void anUnknownOutcomeIsReportedAsUnknown() throws Exception {
        ActionRecord running = claimed(put());

        store.fail(running, ActionState.UNKNOWN, FAILURE);

        assertThat(event(running).orElseThrow().path("outcome").asText()).isEqualTo("unknown");
    }

    @Test
    void aClaimWritesNoEvent() throws Exception {
        ActionRecord running = claimed(put());

        assertThat(event(running)).isEmpty();
    }

    private ActionRecord put() {
        ActionRecord action = queued();
        store.put(action);
        return action;
    }

    private ActionRecord claimed(ActionRecord action) {
        Claim claim = store.claim(workspace, action.id(), clock.instant().plusSeconds(20));
        assertThat(claim).isInstanceOf(Claim.Ours.class);
        return ((Claim.Ours) claim).action();
    }

    private ActionRecord find(ActionRecord action) {
        return store.find(workspace, action.id()).orElseThrow();
    }

    private ActionRecord queued() {
        return queued(workspace);
    }

    private ActionRecord queued(WorkspaceId of) {
        ProviderId slack = new ProviderId("slack");
        return new ActionMessage(
                        new AcceptedAction(
                                of,
                                ActionId.random(),
                                "slack.post-message",
                                slack,
                                ConnectionId.of(of, slack, new Account("T1", "Acme")),
                                Optional.of("agent-1"),
                                clock.instant()),
                        "request-1",
                        JsonNodeFactory.instance.objectNode())
                .queued();
    }

    /** Returns the event that the relay would read from the item's last write. */
    private Optional<JsonNode> event(ActionRecord action) throws Exception {
        AttributeValue event = aws.clients()
                .dynamoDb()
                .getItem(request -> request.tableName(aws.table("ActionsTable"))
                        .key(ActionItems.key(workspace, action.id()).values())
                        .consistentRead(true))
                .item()
                .get(PatchbayEvent.ATTRIBUTE);
        return event == null
                ? Optional.empty()
                : Optional.of(JsonMapper.builder().build().readTree(event.s()));
    }
}
