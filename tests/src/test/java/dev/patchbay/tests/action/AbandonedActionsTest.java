package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AbandonedActions;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionDeadline;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.OpenActions;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.functions.actions.DeadActions;
import dev.patchbay.functions.actions.OverdueActions;
import dev.patchbay.functions.actions.ShowAction;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.Interposed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/** Actions that no worker completes: found in the dead letters, and by the index of overdue actions. */
@ExtendWith(AwsUnderTest.class)
class AbandonedActionsTest {
    private static final ProviderId GMAIL = new ProviderId("gmail");
    private static final Duration LONG = Duration.ofDays(1);

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final WorkspaceId workspace;
    private final ActionStore store;
    private final String parked;
    private final DeadActions dead;

    AbandonedActionsTest(Aws shared) {
        // The index is read across workspaces: these are the only actions.
        aws = shared.withEmpty("ActionsTable");
        workspace = aws.newWorkspace();
        store = new ActionStore(aws.clients().dynamoDb(), aws.table("ActionsTable"), clock);
        parked = aws.newQueue("GmailParked");
        dead = new DeadActions(
                abandoned(aws.clients().dynamoDb()),
                aws.clients().onFirstUse(AwsClients::sqs),
                Map.of("gmail-dead.fifo", parked));
    }

    @Test
    void anActionThatNoWorkerBeganFailsWithItsEvent() {
        ActionMessage action = accepted();

        assertThat(dead.done(letter(action))).isTrue();

        assertThat(find(action).state()).isEqualTo(ActionState.FAILED);
        assertThat(find(action).outcome().failure()).map(ActionFailure::code).contains("not_started");
        assertThat(attribute(action, "event")).contains("\"action.failed\"", "\"outcome\":\"failed\"");
        assertThat(parked()).extracting(Message::body).containsExactly(action.toJson());
    }

    @Test
    void actionOfACrashedWorkerHasAnUnknownOutcome() {
        ActionMessage action = accepted();
        become(action, "RUNNING", Optional.of(clock.instant().plusSeconds(29)));

        assertThat(dead.done(letter(action))).as("while it may still run").isFalse();
        assertThat(find(action).state()).isEqualTo(ActionState.RUNNING);
        assertThat(parked()).isEmpty();
        clock.advance(Duration.ofSeconds(30));

        assertThat(dead.done(letter(action))).isTrue();
        assertThat(find(action).state()).isEqualTo(ActionState.UNKNOWN);
        assertThat(attribute(action, "event")).contains("\"outcome\":\"unknown\"");
    }

    @Test
    void actionOfARemovedProviderFailsWithItsName() {
        ActionMessage action = accepted(new ProviderId("retired"));
        become(action, "RUNNING", Optional.of(clock.instant().minusSeconds(1)));

        assertThat(dead.done(letter(action))).isTrue();

        assertThat(find(action).state()).isEqualTo(ActionState.UNKNOWN);
        assertThat(find(action).outcome().failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).startsWith("retired may or may not"));
    }

    @Test
    void anActionIsShownAsRunningUntilItsOutcomeIsRecorded() {
        ActionMessage action = accepted();
        become(action, "RUNNING", Optional.of(clock.instant().plusSeconds(29)));
        clock.advance(Duration.ofHours(2));

        assertThat(shown(action)).contains("\"status\":\"running\"");
        dead.done(letter(action));

        assertThat(shown(action)).contains("\"status\":\"unknown\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "UNKNOWN"})
    void anActionThatHasAnOutcomeKeepsIt(ActionState outcome) {
        ActionMessage action = accepted();
        become(action, outcome.name(), Optional.empty());

        assertThat(dead.done(letter(action))).isTrue();

        assertThat(find(action).state()).isEqualTo(outcome);
        assertThat(attribute(action, "event")).as("nothing is reported twice").isEmpty();
        assertThat(parked()).isEmpty();
    }

    @Test
    void anActionOfAnErasedWorkspaceLeavesNothing() {
        assertThat(dead.done(letter(message()))).isTrue();

        assertThat(parked()).isEmpty();
    }

    @Test
    void consumerCrashAfterParkingIsRecoveredByTheNext() {
        ActionMessage action = accepted();
        Interposed dies = Interposed.beforeFirst("UpdateItem", () -> {
            throw SdkClientException.create("The consumer dies");
        });
        DeadActions dying = new DeadActions(
                abandoned(dies.in(aws.clients().configured(DynamoDbClient.builder()))
                        .build()),
                aws.clients().onFirstUse(AwsClients::sqs),
                Map.of("gmail-dead.fifo", parked));

        assertThatThrownBy(() -> dying.done(letter(action))).hasMessageContaining("The consumer dies");
        assertThat(find(action).state()).isEqualTo(ActionState.QUEUED);
        assertThat(dying.done(letter(action))).isTrue();

        assertThat(find(action).state()).isEqualTo(ActionState.FAILED);
        assertThat(parked()).as("a repetition is dropped").hasSize(1);
    }

    @Test
    void aMessageThatIsNoActionIsParked() {
        SQSMessage odd = letter(message());
        odd.setBody("odd");

        assertThat(dead.done(odd)).isTrue();

        assertThat(parked()).extracting(Message::body).containsExactly("odd");
    }

    @Test
    void anActionThatWaitedKeepsTheReasonForWhichItWaited() {
        ActionMessage action = accepted();
        aws.clients()
                .dynamoDb()
                .updateItem(update -> update.tableName(aws.table("ActionsTable"))
                        .key(key(action))
                        .updateExpression("SET failureCode = :c, failureMessage = :m")
                        .expressionAttributeValues(Map.of(
                                ":c", AttributeValue.fromS("rate_limited"),
                                ":m", AttributeValue.fromS("Gmail asks to slow down"))));

        dead.done(letter(action));

        assertThat(find(action).outcome().failure())
                .contains(new ActionFailure("rate_limited", "Gmail asks to slow down", Optional.of("Send it again")));
    }

    @Test
    void anActionWhoseMessageIsLostEndsWithoutOne() {
        ActionMessage forgotten = accepted();
        ActionMessage begun = accepted();
        become(begun, "RUNNING", Optional.of(clock.instant().plusSeconds(29)));
        clock.advance(LONG);
        ActionMessage young = accepted();

        assertThat(overdue(new CountedRequests())).isEqualTo(2);

        assertThat(find(forgotten).state()).isEqualTo(ActionState.FAILED);
        assertThat(attribute(forgotten, "event")).contains("\"action.failed\"");
        assertThat(find(begun).state()).isEqualTo(ActionState.UNKNOWN);
        assertThat(find(young).state()).isEqualTo(ActionState.QUEUED);
        assertThat(overdue(new CountedRequests())).as("once").isZero();
    }

    @Test
    void anActionIsOverdueSixHoursAfterItsOwnDeadline() {
        ActionMessage standard = accepted();
        ActionMessage longest = until(clock.instant().plus(ActionDeadline.LONGEST));
        store.put(longest.queued());

        clock.advance(ActionDeadline.STANDARD.plus(Duration.ofHours(6)).minusSeconds(1));
        assertThat(overdue(new CountedRequests()))
                .as("it may still wait for its turn")
                .isZero();
        clock.advance(Duration.ofSeconds(1));

        assertThat(overdue(new CountedRequests())).isEqualTo(1);
        assertThat(find(standard).outcome().failure()).map(ActionFailure::code).contains("not_started");
        assertThat(find(longest).state()).isEqualTo(ActionState.QUEUED);
        clock.advance(ActionDeadline.LONGEST.minus(ActionDeadline.STANDARD));
        assertThat(overdue(new CountedRequests())).isEqualTo(1);
        assertThat(find(longest).state()).isEqualTo(ActionState.FAILED);
    }

    @Test
    void lookingForOverdueActionsCostsTheSameHoweverManyAreNot() {
        List<ActionMessage> many =
                IntStream.range(0, 60).mapToObj(i -> accepted()).toList();
        store.fail(
                many.getFirst().queued(),
                ActionState.FAILED,
                new ActionFailure("test", "It ended before", Optional.empty()));
        CountedRequests before = new CountedRequests();
        assertThat(overdue(before)).isZero();
        assertThat(before.operations()).hasSize(16).containsOnly("Query");
        clock.advance(LONG);

        CountedRequests after = new CountedRequests();

        assertThat(overdue(after)).as("an action leaves the index as it ends").isEqualTo(59);
        assertThat(after.operations()).filteredOn("Query"::equals).hasSize(16);
    }

    private int overdue(CountedRequests counted) {
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        return new OverdueActions(new OpenActions(dynamoDb, aws.table("ActionsTable")), abandoned(dynamoDb), clock)
                .run(() -> 60_000)
                .getOrDefault("ended", -1);
    }

    private AbandonedActions abandoned(DynamoDbClient dynamoDb) {
        return new AbandonedActions(new ActionStore(dynamoDb, aws.table("ActionsTable"), clock), catalog(), clock);
    }

    private static ProviderCatalog catalog() {
        return new ProviderCatalog(AbandonedActionsTest.class.getClassLoader(), Map.of());
    }

    private ActionMessage accepted() {
        return accepted(GMAIL);
    }

    private ActionMessage accepted(ProviderId provider) {
        ActionMessage message = of(provider, clock.instant().plus(ActionDeadline.STANDARD));
        store.put(message.queued());
        return message;
    }

    private ActionMessage message() {
        return until(clock.instant().plus(ActionDeadline.STANDARD));
    }

    private ActionMessage until(Instant deadline) {
        return of(GMAIL, deadline);
    }

    private ActionMessage of(ProviderId provider, Instant deadline) {
        return new ActionMessage(
                new AcceptedAction(
                        workspace,
                        ActionId.random(),
                        "gmail.send-email",
                        provider,
                        ConnectionId.of(workspace, provider, new Account("1", "john@gmail.com")),
                        Optional.empty(),
                        clock.instant(),
                        deadline),
                "request-1",
                JsonNodeFactory.instance.objectNode().put("text", "hello"));
    }

    private static SQSMessage letter(ActionMessage action) {
        SQSMessage letter = new SQSMessage();
        letter.setMessageId(action.id().value());
        letter.setBody(action.toJson());
        letter.setEventSourceArn("arn:aws:sqs:us-east-1:000000000000:gmail-dead.fifo");
        return letter;
    }

    private void become(ActionMessage action, String state, Optional<Instant> runningUntil) {
        aws.clients()
                .dynamoDb()
                .updateItem(update -> update.tableName(aws.table("ActionsTable"))
                        .key(key(action))
                        .updateExpression("SET #s = :s" + (runningUntil.isPresent() ? ", runningUntil = :u" : ""))
                        .expressionAttributeNames(Map.of("#s", "state"))
                        .expressionAttributeValues(runningUntil
                                .map(until -> Map.of(
                                        ":s", AttributeValue.fromS(state),
                                        ":u", AttributeValue.fromN(Long.toString(until.toEpochMilli()))))
                                .orElseGet(() -> Map.of(":s", AttributeValue.fromS(state)))));
    }

    private String shown(ActionMessage action) {
        ApiRequest request = new ApiRequest(
                "request-1",
                "GET /api/actions/{id}",
                Map.of("id", action.id().value()),
                Map.of(),
                Map.of(),
                SdkBytes.fromUtf8String(""),
                Optional.of(new Member(workspace, new MemberId("ann"), Role.OWNER)),
                "localhost");
        return new ShowAction(store).answer(request).body();
    }

    private ActionRecord find(ActionMessage action) {
        return store.find(action.workspace(), action.id()).orElseThrow();
    }

    private String attribute(ActionMessage action, String name) {
        return Optional.ofNullable(aws.clients()
                        .dynamoDb()
                        .getItem(get -> get.tableName(aws.table("ActionsTable"))
                                .key(key(action))
                                .consistentRead(true))
                        .item()
                        .get(name))
                .map(AttributeValue::s)
                .orElse("");
    }

    private static Map<String, AttributeValue> key(ActionMessage action) {
        return Map.of(
                "workspace", AttributeValue.fromS(action.workspace().value()),
                "id", AttributeValue.fromS(action.id().value()));
    }

    private List<Message> parked() {
        return aws.clients()
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(parked).maxNumberOfMessages(10))
                .messages();
    }
}
