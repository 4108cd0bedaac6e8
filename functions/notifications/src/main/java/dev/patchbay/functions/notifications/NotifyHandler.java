package dev.patchbay.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Notifies members of the bus's events, which come through a queue. Returns those that must be delivered again. Thread-safe. */
public final class NotifyHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyHandler.class);

    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final AgentStore agents;
    private final Notifier notifier;
    private final Recipients recipients;
    private final Clock clock;

    public NotifyHandler() {
        this(System.getenv(), AwsClients.ofEnvironment(), Clock.systemUTC());
        Core.getGlobalContext().register(this);
    }

    NotifyHandler(Map<String, String> environment, AwsClients aws, Clock clock) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String agentsTable = variables.text("AGENTS_TABLE");
        String notificationsTable = variables.text("NOTIFICATIONS_TABLE");
        String recipientsTable = variables.text("RECIPIENTS_TABLE");
        String erasuresTable = variables.text("ERASURES_TABLE");
        String sender = variables.text("MAIL_SENDER");
        String returnPath = variables.list("RETURN_PATHS").stream().findFirst().orElse("/settings/integrations");
        URI appUrl = variables.url("APP_URL");
        int mailsPerDay = variables.count("MAILS_PER_DAY");
        variables.check();

        DynamoDbClient dynamoDb = aws.dynamoDb();
        connections = new ConnectionStore(dynamoDb, connectionsTable, clock);
        catalog = new ProviderCatalog(NotifyHandler.class.getClassLoader(), Map.of());
        agents = new AgentStore(dynamoDb, agentsTable, clock);
        recipients = new Recipients(dynamoDb, recipientsTable);
        this.clock = clock;
        NotificationStore notifications = new NotificationStore(dynamoDb, notificationsTable);
        notifier = new Notifier(
                new Notices(catalog, connections, new AffectedAgents(agents), returnPath, clock),
                notifications,
                recipients,
                new Mails(
                        new MailLedger(dynamoDb, notificationsTable, clock),
                        new DailyCounts(dynamoDb, notificationsTable, clock),
                        notifications,
                        new Mailer(
                                aws.onFirstUse(clients -> clients.configured(SesV2Client.builder())
                                        .build()),
                                sender),
                        new Mails.Settings(appUrl, returnPath, mailsPerDay),
                        clock),
                new EraseRecords(dynamoDb, erasuresTable, clock));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = event.getRecords().stream()
                .filter(message -> !Telemetry.invocation(context, message.getMessageId(), () -> done(message, context)))
                .map(message -> new BatchItemFailure(message.getMessageId()))
                .toList();
        return new SQSBatchResponse(failures);
    }

    private boolean done(SQSMessage message, Context context) {
        Instant deadline = clock.instant().plusMillis(context.getRemainingTimeInMillis());
        try {
            PatchbayEvent event = EventJson.delivered(message.getBody());
            EventSubject subject = EventSubject.of(event);
            Telemetry.identify("workspace", subject.workspace().value());
            Telemetry.identify("connection", subject.connection().value());
            Telemetry.identify("provider", subject.provider().value());
            return notifier.report(event, deadline);
        } catch (RuntimeException fault) {
            // The queue delivers it again, and moves it to the dead letters after its last attempt.
            LOG.error("An event could not be reported", LoggedFault.of(fault));
            return false;
        }
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        // The catalogue of the handler that serves: reading its files is no side effect, and the first event need not
        // wait for it.
        catalog.all();
        Rehearsal.play("gmail", stage -> {
            NotifyHandler handler = new NotifyHandler(stage.environment(), stage.clients(), Clock.systemUTC());
            handler.recipients.met(
                    new WorkspaceId("rehearsal"), new MemberId("rehearsal"), new EmailAddress("rehearsal@localhost"));
            handler.agents.register(
                    new WorkspaceId("rehearsal"), new AgentId("rehearsal"), "rehearsal", Set.of("gmail"));
            Connection connection = handler.connections.connect(new NewConnection(
                    new WorkspaceId("rehearsal"),
                    new ProviderId("gmail"),
                    new Account("1", "rehearsal"),
                    new MemberId("rehearsal"),
                    Set.of(),
                    SealedSecret.of(new byte[64]),
                    Optional.empty()));
            handler.connections.end(connection, ConnectionStatus.REVOKED, "rehearsal");
            SQSMessage message = new SQSMessage();
            message.setMessageId("rehearsal");
            message.setBody("{\"detail\":" + handler.revoked(connection).toJson() + "}");
            SQSEvent event = new SQSEvent();
            event.setRecords(List.of(message));
            return List.of(() -> checkReported(handler.handleRequest(event, new RehearsalContext())));
        });
    }

    /** Returns the event of the end that this connection has come to since it was read. */
    private PatchbayEvent revoked(Connection connected) {
        Connection ended =
                connections.find(connected.workspace(), connected.id()).orElseThrow();
        return new ConnectionEvent.Revoked(
                PatchbayEvent.Header.of("rehearsal", ended.workspace(), ended.standing().since()),
                new ConnectionEvent.Subject(
                        ended.id().value(),
                        ended.provider().value(),
                        ended.account().label()),
                new ConnectionEvent.Problem("rehearsal", ended.standing().since(), "Reconnect it"));
    }

    private static void checkReported(SQSBatchResponse response) {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException(
                    "A rehearsed event was not reported: fix the function or its rehearsal before it is deployed");
        }
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
