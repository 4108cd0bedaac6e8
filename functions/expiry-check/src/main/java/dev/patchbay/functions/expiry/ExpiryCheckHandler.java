package dev.patchbay.functions.expiry;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ExpiringGrants;
import dev.patchbay.connection.ExpiryWarnings;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.GrantForecast;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Warns before grants end and ends those that are over, once a day. Answers with how many of each. Thread-safe. */
public final class ExpiryCheckHandler implements RequestHandler<Map<String, Object>, Map<String, Integer>>, Resource {
    private final Clock clock = Clock.systemUTC();
    private final ConnectionStore connections;
    private final ExpiryCheck check;

    public ExpiryCheckHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    ExpiryCheckHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String holdersTable = variables.text("ACCOUNT_HOLDERS_TABLE");
        variables.check();

        DynamoDbClient dynamoDb = aws.dynamoDb();
        connections = new ConnectionStore(
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

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Rehearsal.play("linkedin", stage -> {
            ExpiryCheckHandler handler = new ExpiryCheckHandler(stage.environment(), stage.clients());
            return List.of(
                    () -> handler.rehearse(Duration.ofDays(2), "warned"),
                    () -> handler.rehearse(Duration.ZERO, "ended"));
        });
    }

    private void rehearse(Duration left, String outcome) {
        Instant now = clock.instant();
        connections.connect(new NewConnection(
                new WorkspaceId("rehearsal"),
                new ProviderId("linkedin"),
                LinkedAccount.of(new Account("1", "rehearsal")),
                new MemberId("rehearsal"),
                new NewAccess(
                        Set.of(),
                        SealedSecret.of(new byte[] {1}),
                        Optional.empty(),
                        Optional.of(new Grant(
                                now,
                                Optional.empty(),
                                Optional.of(new GrantForecast(now.plus(left), "It is a rehearsal.")))),
                        Optional.empty())));
        if (handleRequest(Map.of(), new RehearsalContext()).getOrDefault(outcome, 0) != 1) {
            throw new IllegalStateException("A rehearsed grant was not " + outcome);
        }
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
