package dev.patchbay.functions.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.refresh.AppBreakers;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Queues the connections whose tokens are due, every ten minutes. Answers with how many. Thread-safe. */
public final class RefreshScheduleHandler implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
    private final RefreshFanOut fanOut;

    public RefreshScheduleHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
    }

    RefreshScheduleHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String appsTable = variables.text("OAUTH_APPS_TABLE");
        String queueUrl = variables.text("REFRESH_QUEUE_URL");
        int lanes = variables.count("REFRESH_LANES");
        variables.check();

        Clock clock = Clock.systemUTC();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        Supplier<SqsClient> sqs = aws.onFirstUse(AwsClients::sqs);
        SecureRandom random = new SecureRandom();
        fanOut = new RefreshFanOut(
                new DueConnections(dynamoDb, connectionsTable, clock),
                new ScheduleBookmark(dynamoDb, appsTable),
                new AppBreakers(dynamoDb, appsTable, clock),
                new ProviderCatalog(RefreshScheduleHandler.class.getClassLoader(), Map.of()),
                () -> new RefreshLanes(sqs, queueUrl, lanes, random),
                random);
    }

    /** @param event ignored. Not a {@code ScheduledEvent}, which cannot hold the text that EventBridge Scheduler sends as {@code detail} */
    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        return Telemetry.invocation(
                context,
                context.getAwsRequestId(),
                () -> Map.of(
                        "queued", fanOut.run(context::getRemainingTimeInMillis).queued()));
    }
}
