package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.http.Api;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.rehearsal.Rehearsal;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/** Completes a connect. Thread-safe. */
public final class CompleteHandler implements HttpFunction, Resource {
    private static final String ROUTE = "POST /api/auth/oauth/complete";

    private final OAuthParts parts;
    private final PendingGrantStore pending;
    private final Api api;

    public CompleteHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    public CompleteHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        parts = OAuthParts.of(variables, aws);
        pending = new PendingGrantStore(aws.dynamoDb(), variables.text("PENDING_GRANTS_TABLE"));
        variables.check();
        api = new Api(
                Map.of(
                        ROUTE,
                        new Complete(
                                parts,
                                pending,
                                new Completion(parts, pending, aws.dynamoDb()),
                                new PendingGrantEnd(parts, pending))),
                parts.claims(),
                parts.limits().requests());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return api.answer(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        parts.providers().catalog().all();
        Rehearsal.ofRequests(
                CompleteHandler.class, (environment, aws) -> new CompleteHandler(environment, AwsClients.at(aws)));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
