package dev.patchbay.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.http.RehearsalRequest;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.notification.Confirmations;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.WorkspaceId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Lists notifications, marks them read, and keeps what mail a member wants, and where. Thread-safe. */
public final class NotificationsHandler implements HttpFunction, Resource {
    private static final String LIST = "GET /api/notifications";
    private static final String SET_PREFERENCES = "PUT /api/notifications/preferences";

    private final NotificationStore notifications;
    private final Api api;

    public NotificationsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment(), Clock.systemUTC());
        Core.getGlobalContext().register(this);
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
        notifications = new NotificationStore(dynamoDb, notificationsTable);
        api = new Api(
                Map.of(
                        LIST,
                        new ListNotifications(notifications, marks),
                        "POST /api/notifications/{id}/read",
                        new MarkRead(notifications, marks),
                        "POST /api/notifications/read",
                        new MarkAllRead(notifications, marks, clock),
                        "GET /api/notifications/preferences",
                        new ShowPreferences(recipients),
                        SET_PREFERENCES,
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
        Rehearsal.play("gmail", stage -> {
            NotificationsHandler handler =
                    new NotificationsHandler(stage.environment(), stage.clients(), Clock.systemUTC());
            RehearsalRequest prefer = RehearsalRequest.of(SET_PREFERENCES)
                    .body("{\"emailOn\":{\"expiring\":false}}")
                    .byOwner();
            RehearsalRequest choose = RehearsalRequest.of(SET_PREFERENCES)
                    .body("{\"email\":\"rehearsal@localhost\",\"emailOn\":{}}")
                    .byOwner();
            RehearsalRequest list = RehearsalRequest.of(LIST).byOwner();
            return List.of(() -> prefer.answeredBy(handler, 200), () -> choose.answeredBy(handler, 200), () -> {
                // The rehearsed table holds one item: the one that was written last.
                handler.notifications.keep(rehearsed());
                list.answeredBy(handler, 200);
            });
        });
    }

    private static Notification rehearsed() {
        return new Notification(
                new WorkspaceId("rehearsal"),
                NotificationId.ofEvent("rehearsal"),
                NotificationKind.REVOKED,
                new Notification.Text(
                        "rehearsal", "rehearsal", Optional.of(new Notification.Action("rehearsal", "/rehearsal"))),
                new Notification.About(
                        new ProviderId("gmail"), new ConnectionId("conn_00000000000000000000000000"), "rehearsal"),
                Notification.Affected.all(List.of()),
                Clock.systemUTC().instant(),
                MailKey.of(NotificationId.ofEvent("rehearsal")));
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
