package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.http.Api;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.rehearsal.Rehearsal;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/** Starts a connect. Thread-safe. */
public final class AuthorizeHandler implements HttpFunction, Resource {
    private static final String ROUTE = "GET /api/auth/oauth/{provider}/authorize";

    private final OAuthParts parts;
    private final Api api;

    public AuthorizeHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    AuthorizeHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        parts = OAuthParts.of(variables, aws);
        List<String> returnPaths = variables.list("RETURN_PATHS");
        String publicUrl = variables.text("PUBLIC_URL", "");
        variables.check();
        api = new Api(
                Map.of(ROUTE, new Authorize(parts, returnPaths, publicUrl)),
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
                AuthorizeHandler.class, (environment, aws) -> new AuthorizeHandler(environment, AwsClients.at(aws)));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
