package dev.patchbay.functions.expiry;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ExpiringGrants;
import dev.patchbay.connection.ExpiryWarnings;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Warns before grants end and ends those that are over, once a day. Answers with how many of each. Thread-safe. */
public final class ExpiryCheckHandler implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
    private final Clock clock = Clock.systemUTC();
    private final ExpiryCheck check;

    public ExpiryCheckHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
    }

    ExpiryCheckHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String holdersTable = variables.text("ACCOUNT_HOLDERS_TABLE");
        variables.check();

        DynamoDbClient dynamoDb = aws.dynamoDb();
        ConnectionStore connections = new ConnectionStore(
                dynamoDb, connectionsTable, new AccountHolders(dynamoDb, holdersTable, clock), clock);
        check = new ExpiryCheck(
                new ExpiringGrants(dynamoDb, connectionsTable),
                connections,
                new ExpiryWarnings(dynamoDb, connectionsTable, clock),
                clock);
    }

    /** @param event ignored. Not a {@code ScheduledEvent}, which cannot hold the text that EventBridge Scheduler sends as {@code detail} */
    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        return Telemetry.invocation(
                context, context.getAwsRequestId(), () -> check.run(context::getRemainingTimeInMillis));
    }
}
