package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.http.Api;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.http.RehearsalRequest;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    CallbackHandler(Map<String, String> environment, AwsClients aws) {
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
        // The catalogue of the handler that serves: reading its files is no side effect, and the first caller need not
        // wait for it.
        parts.providers().flow().check(parts.providers().catalog().all());
        Rehearsal.play("gmail", stage -> {
            stage.providerAnswers("/token", "{\"access_token\":\"rehearsal\",\"expires_in\":3600}");
            stage.providerAnswers("/oauth2/v2/userinfo", "{\"id\":\"1\",\"email\":\"rehearsal\"}");
            CallbackHandler handler = new CallbackHandler(stage.environment(), stage.clients());
            RehearsalRequest request = RehearsalRequest.of(ROUTE)
                    .path("provider", "gmail")
                    .query("state", "rehearsal")
                    .query("code", "rehearsal");
            return List.of(() -> {
                handler.parts.stores().states().put(handler.rehearsedState());
                // After a restore the key must be unwrapped: that is rehearsed too.
                handler.parts.keys().forget();
                checkGranted(request.answeredBy(handler, 302));
            });
        });
    }

    /** A refused connect is a redirect too. */
    private static void checkGranted(APIGatewayV2HTTPResponse response) {
        String location = response.getHeaders().getOrDefault("Location", "");
        if (!location.contains("patchbay_handle=")) {
            throw new IllegalStateException("Rehearsing a callback led to " + location
                    + ": fix the function or its rehearsal before it is deployed");
        }
    }

    private OAuthState rehearsedState() {
        WorkspaceId workspace = new WorkspaceId("rehearsal");
        String hash = OneTimeToken.hash("rehearsal");
        return new OAuthState(
                hash,
                new OAuthState.Requester(workspace, new MemberId("rehearsal"), EmailAddress.of("rehearsal@localhost")),
                new ProviderId("gmail"),
                Optional.empty(),
                "/settings/integrations",
                new OAuthState.Exchange(
                        URI.create("http://localhost/callback"),
                        Optional.of(parts.vault()
                                .seal(VerifierPlace.of(workspace, hash), Secret.of("rehearsal".repeat(5))))),
                parts.clock().instant().plus(Duration.ofMinutes(10)));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
