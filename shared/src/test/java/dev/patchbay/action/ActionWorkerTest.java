package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.aws.Pause;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Order and acknowledgement within a batch. The runner is the real one and knows no action: a message that can be read has its
 * outcome recorded (it fails), one that cannot must wait.
 */
class ActionWorkerTest {
    private static final String UNREADABLE = "not an action";

    private final RecordingTable table = new RecordingTable();
    private final RecordingQueue queue = new RecordingQueue();
    private final ActionWorker worker = new ActionWorker(runner(), () -> queue, "http://queue.example/1");

    @Test
    void messageWhoseOutcomeIsRecordedIsAcknowledged() {
        List<String> failures = work(message("a1", "group-a", action(1)), message("b1", "group-b", action(2)));

        assertThat(failures).isEmpty();
        assertThat(table.updated()).containsExactly(id(1), id(2));
        assertThat(queue.hidden()).isEmpty();
    }

    @Test
    void messageThatIsNotDoneIsNotAcknowledgedAndHidden() {
        List<String> failures = work(message("a1", "group-a", UNREADABLE));

        assertThat(failures).containsExactly("a1");
        assertThat(queue.hidden()).isEqualTo(Map.of("receipt-a1", 30));
    }

    @Test
    void messagesBehindOneThatMustWaitWaitWithIt() {
        List<String> failures = work(
                message("a1", "group-a", action(1)),
                message("a2", "group-a", UNREADABLE),
                message("a3", "group-a", action(3)),
                message("a4", "group-a", action(4)));

        assertThat(failures).containsExactly("a2", "a3", "a4");
        assertThat(table.updated()).containsExactly(id(1));
        assertThat(queue.hidden()).isEqualTo(Map.of("receipt-a2", 30, "receipt-a3", 30, "receipt-a4", 30));
    }

    @Test
    void otherConnectionsGoOn() {
        List<String> failures = work(
                message("a1", "group-a", UNREADABLE),
                message("b1", "group-b", action(1)),
                message("a2", "group-a", action(2)),
                message("b2", "group-b", action(3)));

        assertThat(failures).containsExactly("a1", "a2");
        assertThat(table.updated()).containsExactly(id(1), id(3));
    }

    @Test
    void actionThatCannotBeRunStaysQueuedForAnotherDelivery() {
        List<String> failures = work(message("a1", "group-a", action(1).replace("\"slack\"", "\"nobody\"")));

        assertThat(failures).containsExactly("a1");
        assertThat(table.updated()).isEmpty();
    }

    @Test
    void actionThatCannotBeRunFailsAfterTwelveDeliveries() {
        SQSMessage twelfth = message("a1", "group-a", action(1).replace("\"slack\"", "\"nobody\""));
        twelfth.setAttributes(Map.of("MessageGroupId", "group-a", "ApproximateReceiveCount", "12"));

        List<String> failures = work(twelfth);

        assertThat(failures).isEmpty();
        assertThat(table.updated()).containsExactly(id(1));
    }

    @Test
    void unreadableMessageDelaysItsConnectionBriefly() {
        SQSMessage twelfth = message("a1", "group-a", UNREADABLE);
        twelfth.setAttributes(Map.of("MessageGroupId", "group-a", "ApproximateReceiveCount", "12"));

        List<String> failures = work(twelfth);

        assertThat(failures).containsExactly("a1");
        assertThat(queue.hidden()).isEqualTo(Map.of("receipt-a1", 1));
    }

    @Test
    void actionBehindOneThatGoesToTheDeadLettersFailsToo() {
        SQSMessage head = message("a1", "group-a", UNREADABLE);
        SQSMessage behind = message("a2", "group-a", action(2));
        List.of(head, behind)
                .forEach(message ->
                        message.setAttributes(Map.of("MessageGroupId", "group-a", "ApproximateReceiveCount", "300")));

        List<String> failures = work(head, behind);

        assertThat(failures).containsExactly("a1", "a2");
        assertThat(table.updated()).containsExactly(id(2));
    }

    private List<String> work(SQSMessage... messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(messages));
        return worker.work(event, new RehearsalContext()).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private ActionRunner runner() {
        Clock clock = Clock.systemUTC();
        ProviderCatalog catalog = new ProviderCatalog(ActionWorkerTest.class.getClassLoader(), Map.of());
        ConnectionStore connections = new ConnectionStore(table, "connections", clock);
        Pause never = length -> {
            throw new AssertionError("Nothing here waits");
        };
        SecureRandom random = new SecureRandom();
        OAuthApps none = app -> {
            throw new AssertionError("Nothing here asks for tokens");
        };
        ProviderHttp http = new ProviderHttp();
        OAuthFlow flow = new OAuthFlow(none, http, clock);
        TokenVault vault = new TokenVault(new WorkspaceKeys(table, UnusedKms::new, "keys", "key", clock), random);
        FreshTokens tokens = new FreshTokens(
                connections,
                catalog,
                flow,
                vault,
                new Revoker(http, none),
                SharedAccounts.withoutKey(new AccountHolders(table, "holders", clock)),
                clock,
                never,
                random);
        return new ActionRunner(
                List.of(),
                new ActionStore(table, "actions", clock),
                new AgentStore(table, "agents", clock),
                connections,
                catalog,
                tokens,
                new CallAuthorization(app -> {
                    throw new AssertionError("Nothing here is called");
                }),
                new ActionRetries(never, random),
                clock);
    }

    private static final class UnusedKms implements KmsClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static SQSMessage message(String messageId, String group, String body) {
        SQSMessage message = new SQSMessage();
        message.setMessageId(messageId);
        message.setReceiptHandle("receipt-" + messageId);
        message.setAttributes(Map.of("MessageGroupId", group));
        message.setBody(body);
        return message;
    }

    private static String action(int number) {
        return new ActionMessage(
                        new AcceptedAction(
                                new WorkspaceId("acme"),
                                new ActionId(id(number)),
                                "slack.dance",
                                new ProviderId("slack"),
                                new ConnectionId("conn_0123456789abcdef0123456789"),
                                Optional.empty(),
                                Instant.parse("2026-11-20T12:00:00Z")),
                        "request-1",
                        JsonNodeFactory.instance.objectNode())
                .toJson();
    }

    private static String id(int number) {
        return "act_%032x".formatted(number);
    }
}
