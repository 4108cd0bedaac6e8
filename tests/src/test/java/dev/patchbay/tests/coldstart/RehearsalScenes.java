package dev.patchbay.tests.coldstart;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionStore;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.functions.oauth.OAuthStateStore;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import dev.patchbay.vault.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Real events for each function, each for one call: the samples in {@code events/}, with the records that they name. */
final class RehearsalScenes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Aws aws;
    private final SimulatedProviders providers;
    private final WorkspaceId workspace;
    private final Connection gmail;
    private final Connection slack;
    private final Connection apollo;

    RehearsalScenes(Aws aws, SimulatedProviders providers) {
        this.aws = aws;
        this.providers = providers;
        workspace = aws.newWorkspace();
        gmail = providers.connect(workspace, "gmail", "john@gmail.com");
        slack = providers.connect(
                workspace,
                "slack",
                providers.simulators().slack().accounts().getFirst().login());
        apollo = providers.connectByKey(workspace, "apollo", ApolloSimulator.KEY);
    }

    /** The next event for the function of this name. */
    String next(String service) {
        ObjectNode event = sample(service);
        if (event.at("/requestContext/authorizer/jwt/claims") instanceof ObjectNode claims) {
            claims.put("workspace", workspace.value());
        }
        if (event.path("headers") instanceof ObjectNode headers && headers.has("idempotency-key")) {
            headers.put("idempotency-key", random());
        }
        switch (service) {
            case "oauth-callback" -> connectUnderWay(event);
            case "oauth-complete" -> pending(event);
            case "action-gmail" -> accepted(event, gmail);
            case "action-slack" -> accepted(event, slack);
            case "action-apollo" -> accepted(event, apollo);
            // The others name nothing that must exist.
            default -> {}
        }
        return event.toString();
    }

    private static ObjectNode sample(String service) {
        Path file = Path.of(System.getProperty("project.root"), "events", service + ".json");
        try {
            return (ObjectNode) JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private void accepted(ObjectNode event, Connection connection) {
        ObjectNode record = (ObjectNode) event.at("/Records/0");
        ActionMessage sample = ActionMessage.of(record.path("body").asText());
        ActionMessage message = new ActionMessage(
                new AcceptedAction(
                        workspace,
                        ActionId.random(),
                        sample.action(),
                        connection.provider(),
                        connection.id(),
                        Optional.empty(),
                        Clock.systemUTC().instant()),
                sample.correlation(),
                sample.input());
        new ActionStore(aws.clients().dynamoDb(), aws.table("ActionsTable"), Clock.systemUTC()).put(message.queued());
        record.put("body", message.toJson());
    }

    /** Stores the state as authorize does, and puts it and the provider's code into the event. */
    private void connectUnderWay(ObjectNode event) {
        String state = random();
        SimulatedProviders.Consent consent = providers.consented("gmail", "john@gmail.com");
        new OAuthStateStore(aws.clients().dynamoDb(), aws.table("OAuthStatesTable"))
                .put(new OAuthState(
                        sha256(state),
                        new OAuthState.Requester(workspace, new MemberId("ann"), EmailAddress.of("ann@acme.example")),
                        new ProviderId("gmail"),
                        Optional.empty(),
                        "/settings/integrations",
                        new OAuthState.Exchange(
                                consent.redirectUri(),
                                consent.verifier()
                                        .map(verifier -> providers
                                                .vault()
                                                .seal(new Place(workspace, sha256(state), "code-verifier"), verifier))),
                        Clock.systemUTC().instant().plus(Duration.ofMinutes(10))));
        ((ObjectNode) event.path("queryStringParameters"))
                .put("state", state)
                .put("code", consent.code().reveal());
    }

    /** A grant that the member of the sample can complete. */
    private void pending(ObjectNode event) {
        String handle = random();
        Instant end = Clock.systemUTC().instant().plus(Duration.ofMinutes(10));
        store(providers.pending(workspace, "gmail", "john@gmail.com", sha256(handle), end));
        event.put("body", JSON.createObjectNode().put("handle", handle).toString());
    }

    private void store(PendingGrant pending) {
        new PendingGrantStore(aws.clients().dynamoDb(), aws.table("PendingGrantsTable")).put(pending, Optional.empty());
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
