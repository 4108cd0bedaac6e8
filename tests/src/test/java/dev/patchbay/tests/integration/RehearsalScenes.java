package dev.patchbay.tests.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionStore;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.functions.oauth.OAuthStateStore;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
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
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
            case "oauth-abandoned" -> abandoned(event);
            case "notify" -> happened(event);
            case "token-refresh" -> due(event);
            case "action-gmail" -> accepted(event, gmail);
            case "dead-actions" -> dead(event);
            case "action-slack" -> accepted(event, slack);
            case "action-apollo" -> accepted(event, apollo);
            case "ended-connections" -> ofOurConnection(event);
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

    /** Makes the sample a new event, in a workspace of its own with one member to mail. */
    private void happened(ObjectNode event) {
        WorkspaceId own = aws.newWorkspace();
        new Recipients(aws.clients().dynamoDb(), aws.table("RecipientsTable"))
                .met(own, new MemberId("ann"), new EmailAddress("ann@acme.example"));
        Connection ended = providers.connect(own, "gmail", "jane@gmail.com");
        ConnectionStore connections = new ConnectionStore(
                aws.clients().dynamoDb(),
                aws.table("ConnectionsTable"),
                providers.holders(),
                Clock.fixed(Instant.parse("2026-11-20T12:00:00.123Z"), ZoneOffset.UTC));
        connections.end(ended, ConnectionStatus.REVOKED, "invalid_grant");
        ObjectNode record = (ObjectNode) event.at("/Records/0");
        record.put(
                "body",
                record.path("body")
                        .asText()
                        .replaceFirst("evt_[0-9a-f-]+", "evt_" + random())
                        .replaceFirst("conn_[0-9a-f]+", ended.id().value())
                        .replace("\"acme\"", "\"" + own.value() + "\""));
    }

    /** A connection whose tokens are due, as the schedule would queue it. */
    private void due(ObjectNode event) {
        Connection connection = providers.connect(aws.newWorkspace(), "gmail", "john@gmail.com");
        aws.clients()
                .dynamoDb()
                .updateItem(request -> request.tableName(aws.table("ConnectionsTable"))
                        .key(Map.of(
                                "workspace",
                                AttributeValue.fromS(connection.workspace().value()),
                                "connection",
                                AttributeValue.fromS(connection.id().value())))
                        .updateExpression("SET refreshAt = :past")
                        .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1"))));
        ObjectNode message = JSON.createObjectNode().put("app", "google").put("trial", false);
        message.putArray("connections")
                .addObject()
                .put("workspace", connection.workspace().value())
                .put("connection", connection.id().value());
        ((ObjectNode) event.at("/Records/0")).put("body", message.toString());
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

    private void dead(ObjectNode event) {
        accepted(event, gmail);
        String queue = aws.stack().queues().stream()
                .filter(candidate -> candidate.logicalId().equals("GmailDeadLetters"))
                .findFirst()
                .orElseThrow()
                .name();
        ObjectNode record = (ObjectNode) event.at("/Records/0");
        record.put("eventSourceARN", record.path("eventSourceARN").asText().replaceFirst("[^:]+$", queue));
    }

    /** Makes the sample a late event: the connection works again, which is checked because an agent needs it. */
    private void ofOurConnection(ObjectNode event) {
        new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), Clock.systemUTC())
                .register(workspace, new AgentId("outreach"), "Outreach", Set.of("gmail"));
        ObjectNode message = (ObjectNode) event.at("/Records/0");
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(message.path("body").asText());
            ((ObjectNode) body.path("detail"))
                    .put("workspace", workspace.value())
                    .put("connectionId", gmail.id().value());
            message.put("body", body.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The sample holds an event that is no JSON", e);
        }
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

    /** A grant whose time is over, of a provider that revokes one grant by itself. */
    private void abandoned(ObjectNode event) {
        String hash = sha256(random());
        Instant over = Clock.systemUTC().instant().minus(Duration.ofMinutes(1));
        store(providers.pending(workspace, "salesforce", "john@acme.example", hash, over));
        ((ObjectNode) event.at("/Records/0"))
                .put(
                        "body",
                        JSON.createObjectNode()
                                .put("workspace", workspace.value())
                                .put("handleHash", hash)
                                .toString());
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
