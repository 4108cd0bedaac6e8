package dev.patchbay.oauth;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.OAuthState;
import dev.patchbay.connection.OAuthStateStore;
import dev.patchbay.http.RehearsalRequest;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Connects through the real callback: the one place that knows how a connect ends. */
final class HostileConnects {
    private static final List<String> APPS =
            List.of("hubspot", "slack", "salesforce", "freshbooks", "google", "linkedin");

    private final Aws aws;
    private final CallbackHandler callback;
    private final OAuthStateStore states;

    HostileConnects(Aws aws, HostileProvider provider) {
        this.aws = aws;
        String secrets = "hostile-" + UUID.randomUUID() + "-";
        APPS.forEach(app -> aws.clients()
                .secretsManager()
                .createSecret(request -> request.name(secrets + app)
                        .secretString("{\"clientId\":\"client-1\",\"clientSecret\":\"client-secret-1\"}")));
        states = new OAuthStateStore(aws.clients().dynamoDb(), aws.table("OAuthStatesTable"));
        callback = new CallbackHandler(
                Map.ofEntries(
                        Map.entry("OAUTH_APP_SECRETS", secrets),
                        Map.entry("OAUTH_STATES_TABLE", aws.table("OAuthStatesTable")),
                        Map.entry("CONNECTIONS_TABLE", aws.table("ConnectionsTable")),
                        Map.entry("RECIPIENTS_TABLE", aws.table("RecipientsTable")),
                        Map.entry("AGENTS_TABLE", aws.table("AgentsTable")),
                        Map.entry("WORKSPACE_KEYS_TABLE", aws.table("WorkspaceKeysTable")),
                        Map.entry("VAULT_KEY_ID", aws.vaultKey()),
                        Map.entry("WORKSPACE_CLAIM", "workspace"),
                        Map.entry("ROLE_CLAIM", "role"),
                        Map.entry("EMAIL_CLAIM", "email"),
                        Map.entry("APP_URL", "http://localhost:3000"),
                        Map.entry(
                                "PROVIDER_URLS",
                                APPS.stream()
                                        .map(app -> app + "=" + provider.url())
                                        .collect(Collectors.joining(",")))),
                aws.clients());
    }

    /**
     * What a connect ended with.
     *
     * @param code {@code connected}, or why not
     * @param sentence for the person; empty where nothing need be said
     */
    record Outcome(String code, String sentence, List<Connection> stored) {}

    /** Comes back from the consent page of a provider, in a workspace of its own. */
    Outcome connect(String provider) {
        WorkspaceId workspace = aws.newWorkspace();
        String state = UUID.randomUUID().toString();
        String nonce = UUID.randomUUID().toString();
        states.put(new OAuthState(
                StateToken.hash(state),
                StateToken.hash(nonce),
                workspace,
                new MemberId("ann"),
                Optional.empty(),
                new ProviderId(provider),
                Optional.empty(),
                "/settings/integrations",
                URI.create("http://localhost/api/auth/oauth/" + provider + "/callback"),
                Optional.empty(),
                Clock.systemUTC().instant().plus(Duration.ofMinutes(10))));
        String location = RehearsalRequest.of("GET /api/auth/oauth/{provider}/callback")
                .path("provider", provider)
                .query("state", state)
                .query("code", "code-1")
                .cookie(StateToken.COOKIE, nonce)
                .answeredBy(callback, 302)
                .getHeaders()
                .getOrDefault("Location", "");
        return new Outcome(
                told(location, "error")
                        .or(() -> told(location, "connected").map(name -> "connected"))
                        .orElse(location),
                told(location, "message").orElse(""),
                new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), Clock.systemUTC())
                        .list(workspace));
    }

    private static Optional<String> told(String location, String name) {
        Matcher found =
                Pattern.compile("[?&#](?:patchbay_)?" + name + "=([^&#]*)").matcher(location);
        return Stream.of(found)
                .filter(Matcher::find)
                .map(match -> URLDecoder.decode(match.group(1), StandardCharsets.UTF_8))
                .findFirst();
    }
}
