package dev.patchbay.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.notification.Recipients;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Notifies members of the bus's events, which come through a queue. Returns those that must be delivered again. Thread-safe. */
public final class NotifyHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyHandler.class);

    private final Notifier notifier;
    private final Clock clock;

    public NotifyHandler() {
        this(System.getenv(), AwsClients.ofEnvironment(), Clock.systemUTC());
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
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, clock);
        ProviderCatalog catalog = new ProviderCatalog(NotifyHandler.class.getClassLoader(), Map.of());
        AgentStore agents = new AgentStore(dynamoDb, agentsTable, clock);
        Recipients recipients = new Recipients(dynamoDb, recipientsTable);
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
}
