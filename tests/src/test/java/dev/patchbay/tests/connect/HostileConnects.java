package dev.patchbay.tests.connect;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.functions.oauth.CallbackHandler;
import dev.patchbay.functions.oauth.CompleteHandler;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.functions.oauth.OAuthStateStore;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.RequestContexts;
import dev.patchbay.vault.OneTimeToken;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Connects through the real callback and completion, and returns the outcome. */
final class HostileConnects {
    private static final List<String> APPS =
            List.of("hubspot", "slack", "salesforce", "freshbooks", "google", "linkedin");

    private final Aws aws;
    private final CallbackHandler callback;
    private final CompleteHandler complete;
    private final OAuthStateStore states;

    HostileConnects(Aws aws, HostileProvider provider) {
        this.aws = aws;
        String secrets = "hostile-" + UUID.randomUUID() + "-";
        APPS.forEach(app -> aws.clients()
                .secretsManager()
                .createSecret(request -> request.name(secrets + app)
                        .secretString("{\"clientId\":\"client-1\",\"clientSecret\":\"client-secret-1\"}")));
        states = new OAuthStateStore(aws.clients().dynamoDb(), aws.table("OAuthStatesTable"));
        callback = new CallbackHandler(environment("OAuthCallbackFunction", secrets, provider), aws.clients());
        complete = new CompleteHandler(environment("OAuthCompleteFunction", secrets, provider), aws.clients());
    }

    private Map<String, String> environment(String function, String secrets, HostileProvider provider) {
        Map<String, String> environment =
                new HashMap<>(aws.stack().function(function).environment());
        environment.put("OAUTH_APP_SECRETS", secrets);
        environment.put(
                "PROVIDER_URLS",
                APPS.stream().map(app -> app + "=" + provider.url()).collect(Collectors.joining(",")));
        return environment;
    }

    /**
     * The outcome of a connect.
     *
     * @param code {@code connected}, or why not
     * @param sentence for the person; may be empty
     */
    record Outcome(String code, String sentence, List<Connection> stored) {}

    /** Comes back from the consent page of a provider, in a workspace of its own. */
    Outcome connect(String provider) {
        WorkspaceId workspace = aws.newWorkspace();
        String state = UUID.randomUUID().toString();
        states.put(new OAuthState(
                OneTimeToken.hash(state),
                new OAuthState.Requester(workspace, new MemberId("ann"), Optional.empty()),
                new ProviderId(provider),
                Optional.empty(),
                "/settings/integrations",
                new OAuthState.Exchange(
                        URI.create("http://localhost/api/auth/oauth/" + provider + "/callback"), Optional.empty()),
                Clock.systemUTC().instant().plus(Duration.ofMinutes(10))));
        String location = callback.handleRequest(
                        APIGatewayV2HTTPEvent.builder()
                                .withRouteKey("GET /api/auth/oauth/{provider}/callback")
                                .withPathParameters(Map.of("provider", provider))
                                .withQueryStringParameters(Map.of("state", state, "code", "code-1"))
                                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                                        .withRequestId("hostile")
                                        .withDomainName("localhost")
                                        .build())
                                .build(),
                        new RehearsalContext())
                .getHeaders()
                .getOrDefault("Location", "");
        Optional<Completed> completed = parameter(location, "handle").map(handle -> completed(workspace, handle));
        return new Outcome(
                completed
                        .map(Completed::code)
                        .or(() -> parameter(location, "error"))
                        .orElse(location),
                completed
                        .map(Completed::sentence)
                        .or(() -> parameter(location, "message"))
                        .orElse(""),
                new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), Clock.systemUTC())
                        .list(workspace));
    }

    private record Completed(String code, String sentence) {}

    /** Completes the connect as the page does for the member who began it. */
    private Completed completed(WorkspaceId workspace, String handle) {
        APIGatewayV2HTTPResponse response = complete.handleRequest(
                APIGatewayV2HTTPEvent.builder()
                        .withRouteKey("POST /api/auth/oauth/complete")
                        .withBody("{\"handle\":\"" + handle + "\"}")
                        .withRequestContext(RequestContexts.byOwner(workspace))
                        .build(),
                new RehearsalContext());
        JsonNode answer = new ProviderResponse(200, Map.of(), response.getBody()).json();
        return response.getStatusCode() == 200
                ? new Completed("connected", answer.path("notice").asText(""))
                : new Completed(
                        answer.path("code").asText(), answer.path("detail").asText());
    }

    private static Optional<String> parameter(String location, String name) {
        Matcher found =
                Pattern.compile("[?&#](?:patchbay_)?" + name + "=([^&#]*)").matcher(location);
        return Stream.of(found)
                .filter(Matcher::find)
                .map(match -> URLDecoder.decode(match.group(1), StandardCharsets.UTF_8))
                .findFirst();
    }
}
