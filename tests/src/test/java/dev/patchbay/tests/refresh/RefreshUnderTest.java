package dev.patchbay.tests.refresh;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.functions.refresh.DueRefresh;
import dev.patchbay.functions.refresh.RefreshFanOut;
import dev.patchbay.functions.refresh.RefreshLanes;
import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.functions.refresh.RefreshWorker;
import dev.patchbay.functions.refresh.ScheduleBookmark;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The schedule and its worker as tests put them together, on the test's clock. */
final class RefreshUnderTest {
    static final int LANES = 2;

    private RefreshUnderTest() {}

    static AppBreakers breakers(Aws aws, Clock clock) {
        return new AppBreakers(aws.clients().dynamoDb(), aws.table("OAuthAppsTable"), clock);
    }

    static RefreshFanOut fanOut(Aws aws, ProviderCatalog catalog, String queue, Clock clock) {
        return fanOut(aws, aws.clients().dynamoDb(), catalog, queue, clock, 1);
    }

    /** @param seed of the first shard and the first lanes */
    static RefreshFanOut fanOut(
            Aws aws, DynamoDbClient dynamoDb, ProviderCatalog catalog, String queue, Clock clock, long seed) {
        Random random = new Random(seed);
        return new RefreshFanOut(
                new DueConnections(dynamoDb, aws.table("ConnectionsTable"), clock),
                new ScheduleBookmark(dynamoDb, aws.table("OAuthAppsTable")),
                new AppBreakers(dynamoDb, aws.table("OAuthAppsTable"), clock),
                catalog,
                () -> new RefreshLanes(aws.clients().onFirstUse(AwsClients::sqs), queue, LANES, random),
                random);
    }

    static RefreshWorker worker(
            SimulatedProviders providers, FreshTokens freshTokens, AppBreakers breakers, Clock clock) {
        return new RefreshWorker(
                new DueRefresh(
                        providers.connections(),
                        providers.catalog(),
                        freshTokens,
                        providers.credentialCheck(freshTokens),
                        breakers,
                        clock),
                breakers);
    }

    /** One message with these connections, whose tokens Google issued. */
    static SQSEvent event(List<Connection> due) {
        SQSMessage message = new SQSMessage();
        message.setMessageId("due");
        message.setBody(new RefreshMessage(
                        "google",
                        false,
                        due.stream()
                                .map(one -> new RefreshMessage.Member(one.workspace(), one.id()))
                                .toList())
                .toJson());
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message));
        return event;
    }

    static SQSMessage record(Message message) {
        SQSMessage one = new SQSMessage();
        one.setMessageId(message.messageId());
        one.setBody(message.body());
        return one;
    }
}
