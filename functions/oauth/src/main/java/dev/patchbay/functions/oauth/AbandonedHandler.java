package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.connection.PendingGrantStore;
import java.util.Map;

/** Revokes and deletes the grants of connects that were not completed. Thread-safe. */
public final class AbandonedHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final AbandonedConnects grants;

    public AbandonedHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
    }

    AbandonedHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        OAuthParts parts = OAuthParts.of(variables, aws);
        PendingGrantStore pending = new PendingGrantStore(aws.dynamoDb(), variables.text("PENDING_GRANTS_TABLE"));
        variables.check();
        grants = new AbandonedConnects(pending, new PendingGrantEnd(parts, pending), parts.clock());
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return grants.work(event, context);
    }
}
