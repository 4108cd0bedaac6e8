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
import java.net.URI;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/** Takes people back from a provider. Thread-safe. */
public final class CallbackHandler implements HttpFunction, Resource {
    private static final String ROUTE = "GET /api/auth/oauth/{provider}/callback";

    private final OAuthParts parts;
    private final Api api;

    public CallbackHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    public CallbackHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        parts = OAuthParts.of(variables, aws);
        URI appUrl = variables.url("APP_URL");
        PendingGrantStore pending = new PendingGrantStore(aws.dynamoDb(), variables.text("PENDING_GRANTS_TABLE"));
        String queueUrl = variables.text("PENDING_GRANTS_QUEUE_URL");
        variables.check();
        Handover handover = new Handover(parts, pending, aws.onFirstUse(AwsClients::sqs), queueUrl);
        api = Api.withoutTokens(Map.of(ROUTE, new Callback(parts, handover, appUrl)), parts.claims());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return api.answer(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        parts.providers().flow().check(parts.providers().catalog().all());
        Rehearsal.ofRequests(
                CallbackHandler.class, (environment, aws) -> new CallbackHandler(environment, AwsClients.at(aws)));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
