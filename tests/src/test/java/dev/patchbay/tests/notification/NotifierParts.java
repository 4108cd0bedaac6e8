package dev.patchbay.tests.notification;

import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.functions.notifications.AffectedAgents;
import dev.patchbay.functions.notifications.MailLedger;
import dev.patchbay.functions.notifications.Mailer;
import dev.patchbay.functions.notifications.Mails;
import dev.patchbay.functions.notifications.Notices;
import dev.patchbay.functions.notifications.NotificationStore;
import dev.patchbay.functions.notifications.Notifier;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/**
 * What a notifier is made of in tests.
 *
 * @param ledger the client that claims and settles mails
 */
record NotifierParts(
        Aws aws,
        DynamoDbClient dynamoDb,
        DynamoDbClient ledger,
        SesV2Client ses,
        String sender,
        int perDay,
        Clock clock) {

    Notifier notifier() {
        String table = aws.table("NotificationsTable");
        NotificationStore notifications = new NotificationStore(dynamoDb, table);
        return new Notifier(
                new Notices(
                        new ProviderCatalog(NotifierParts.class.getClassLoader(), Map.of()),
                        new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock),
                        new AffectedAgents(new AgentStore(dynamoDb, aws.table("AgentsTable"), clock)),
                        "/settings/integrations",
                        clock),
                notifications,
                new Recipients(dynamoDb, aws.table("RecipientsTable")),
                new Mails(
                        new MailLedger(ledger, table, clock),
                        new DailyCounts(dynamoDb, table, clock),
                        notifications,
                        new Mailer(() -> ses, sender),
                        new Mails.Settings(URI.create("https://app.example.com"), "/settings/integrations", perDay),
                        clock),
                new EraseRecords(dynamoDb, aws.table("ErasuresTable"), clock));
    }
}
