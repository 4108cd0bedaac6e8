package dev.patchbay.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.notification.Confirmations;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.notification.Recipients;
import dev.patchbay.rehearsal.Rehearsal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Lists notifications, marks them read, and keeps what mail a member wants, and where. Thread-safe. */
public final class NotificationsHandler implements HttpFunction, Resource {
    private final Api api;

    public NotificationsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    private NotificationsHandler(Map<String, String> environment, AwsClients aws) {
        this(environment, aws, Clock.systemUTC());
    }

    NotificationsHandler(Map<String, String> environment, AwsClients aws, Clock clock) {
        Environment variables = new Environment(environment);
        String notificationsTable = variables.text("NOTIFICATIONS_TABLE");
        String recipientsTable = variables.text("RECIPIENTS_TABLE");
        String sender = variables.text("MAIL_SENDER");
        String publicUrl = variables.text("PUBLIC_URL", "");
        URI appUrl = variables.url("APP_URL");
        Claims claims = Claims.of(variables);
        DynamoDbClient dynamoDb = aws.dynamoDb();
        RequestLimit requests = RequestShares.of(variables, dynamoDb, clock);
        variables.check();

        DailyCounts counts = new DailyCounts(dynamoDb, notificationsTable, clock);
        Confirmations confirmations = new Confirmations(dynamoDb, recipientsTable, counts, clock);
        ConfirmationLinks links = new ConfirmationLinks(
                confirmations,
                new Mailer(
                        aws.onFirstUse(clients ->
                                clients.configured(SesV2Client.builder()).build()),
                        sender),
                publicUrl,
                new SecureRandom());
        ConfirmAddress confirm = new ConfirmAddress(confirmations, appUrl);
        Recipients recipients = new Recipients(dynamoDb, recipientsTable);
        ReadMarks marks = new ReadMarks(dynamoDb, recipientsTable, clock);
        NotificationStore notifications = new NotificationStore(dynamoDb, notificationsTable);
        api = new Api(
                Map.of(
                        "GET /api/notifications",
                        new ListNotifications(notifications, marks),
                        "POST /api/notifications/{id}/read",
                        new MarkRead(notifications, marks),
                        "POST /api/notifications/read",
                        new MarkAllRead(notifications, marks, clock),
                        "GET /api/notifications/preferences",
                        new ShowPreferences(recipients),
                        "PUT /api/notifications/preferences",
                        new SetPreferences(recipients, links, clock),
                        "GET " + ConfirmationLinks.PATH,
                        confirm.asks(),
                        "POST " + ConfirmationLinks.PATH,
                        confirm.confirms()),
                claims,
                requests);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return api.answer(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Rehearsal.ofRequests(
                NotificationsHandler.class,
                (environment, aws) -> new NotificationsHandler(environment, AwsClients.at(aws)));
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
