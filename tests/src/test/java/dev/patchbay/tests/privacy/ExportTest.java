package dev.patchbay.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.Item;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Credential;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.vault.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The export of a workspace's data. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class ExportTest {
    /** The largest answer that Lambda accepts, its envelope included: 6 MB. */
    private static final int LARGEST_ANSWER = 6_291_556;

    private final Aws aws;

    @RegisterExtension
    private final PrivacyUnderTest privacy;

    ExportTest(Aws aws) {
        this.aws = aws;
        privacy = new PrivacyUnderTest(aws);
    }

    @Test
    void everythingThatIsKeptIsThereByKind() {
        List<Connection> connected = privacy.fill(privacy.workspace, 2);

        JsonNode document = PrivacyUnderTest.json(PrivacyUnderTest.export(privacy.process(), privacy.workspace));

        assertThat(document.path("format").asText()).isEqualTo("patchbay-export/1");
        assertThat(document.path("workspace").asText()).isEqualTo(privacy.workspace.value());
        assertThat(document.path("exportedAt").asText())
                .isEqualTo(privacy.clock.instant().toString());
        assertThat(document.has("next")).isFalse();
        assertThat(document.path("connections").findValuesAsText("connection"))
                .as("with the one that was disconnected")
                .hasSize(5)
                .containsAll(connected.stream()
                        .map(connection -> connection.id().value())
                        .toList());
        assertThat(document.path("agents").findValuesAsText("name")).containsExactly("Outreach");
        assertThat(document.path("members").findValuesAsText("tokenEmail")).containsExactly("ann@acme.example");
        assertThat(document.path("actions").findValuesAsText("agent")).containsExactly("outreach");
        assertThat(document.path("actions").toString()).doesNotContain("openShard", "openConnection");
        assertThat(document.path("idempotencyKeys")).hasSize(1);
        assertThat(document.path("notifications")).hasSize(1);
        assertThat(document.path("mails")).hasSize(1);
        assertThat(document.path("keys").toString())
                .isEqualTo("[{\"version\":1,\"createdAt\":\"" + privacy.clock.instant() + "\"}]");
        assertThat(document.at("/connections/0/connectedAt").asText())
                .isEqualTo(privacy.clock.instant().toString());
    }

    @Test
    void noSecretIsInItInClearOrSealed() {
        List<Connection> connected = privacy.fill(privacy.workspace, 0);

        String document =
                PrivacyUnderTest.export(privacy.process(), privacy.workspace).getBody();

        for (Connection connection : connected) {
            byte[] sealed = connection.credential().orElseThrow().bytes();
            String opened = privacy.providers
                    .vault()
                    .open(
                            Connection.credentialPlace(privacy.workspace, connection.id()),
                            connection.credential().orElseThrow())
                    .reveal();
            assertThat(document)
                    .doesNotContain(opened)
                    .doesNotContain(Base64.getEncoder().encodeToString(sealed))
                    .doesNotContain("credential", "wrapped");
            switch (Credential.of(Secret.of(opened))) {
                case Credential.ApiKey key ->
                    assertThat(document).doesNotContain(key.secret().reveal());
                case Credential.OAuthTokens tokens -> {
                    assertThat(document).doesNotContain(tokens.secret().reveal());
                    tokens.refreshToken()
                            .ifPresent(token -> assertThat(document).doesNotContain(token.reveal()));
                }
            }
        }
    }

    @Test
    void exportsEveryTimeAsATime() {
        Connection connection = privacy.fill(privacy.workspace, 1).getFirst();
        privacy.providers.connections().touch(connection);
        privacy.providers.connections().end(connection, ConnectionStatus.EXPIRED, "grant_ended");
        AgentStore agents = new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), privacy.clock);
        agents.pause(
                agents.find(privacy.workspace, new AgentId("outreach")).orElseThrow(),
                Agent.Pause.byMember("Enough", privacy.clock.instant()));

        JsonNode document = PrivacyUnderTest.json(PrivacyUnderTest.export(privacy.process(), privacy.workspace));

        assertThat(numbers(document))
                .as("What is so large is a time, and belongs into ExportedItem.TIMES or ConnectionAttributes")
                .isNotEmpty()
                .allMatch(number -> number < 1_000_000_000);
    }

    private static List<Long> numbers(JsonNode node) {
        return node.isNumber()
                ? List.of(node.asLong())
                : node.valueStream().flatMap(child -> numbers(child).stream()).toList();
    }

    @Test
    void nothingOfAnotherWorkspaceIsInIt() {
        WorkspaceId other = aws.newWorkspace();
        privacy.fill(privacy.workspace, 2);
        privacy.fill(other, 2);

        String document =
                PrivacyUnderTest.export(privacy.process(), privacy.workspace).getBody();

        assertThat(document).doesNotContain(other.value());
    }

    @Test
    void membersMayNotExport() {
        assertThat(PrivacyUnderTest.call(
                                privacy.process(),
                                PrivacyUnderTest.event("POST /api/privacy/export", privacy.workspace, "member")
                                        .build())
                        .getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void largeExportIsSplitAndHoldsEachItemOnce() throws IOException {
        fillWithNoise(40);

        for (boolean gzip : List.of(false, true)) {
            List<JsonNode> parts = new ArrayList<>();
            Map<String, String> query = Map.of();
            do {
                APIGatewayV2HTTPResponse response = exported(query, gzip);
                assertThat(response.getBody().replace("\\", "\\\\").replace("\"", "\\\""))
                        .hasSizeLessThan(LARGEST_ANSWER - 1000);
                parts.add(PrivacyUnderTest.tree(text(response)));
                query = Map.of("next", parts.getLast().path("next").asText());
            } while (parts.getLast().has("next"));

            assertThat(parts).hasSizeGreaterThan(2);
            List<String> agents = parts.stream()
                    .flatMap(part -> part.path("agents").findValuesAsText("agent").stream())
                    .toList();
            Set<String> distinct = new TreeSet<>(agents);
            assertThat(agents).hasSize(40);
            assertThat(distinct).hasSize(40);
        }
    }

    @Test
    void aCursorThatWasNotGivenIsRefused() {
        for (String next : List.of("x", "!", "bm90L2E", "YWdlbnRz")) {
            APIGatewayV2HTTPResponse response = exported(Map.of("next", next), false);

            assertThat(response.getStatusCode()).as(next).isEqualTo(400);
            assertThat(PrivacyUnderTest.json(response).path("field").asText()).isEqualTo("next");
        }
    }

    @Test
    void itIsCompressedForThoseWhoTakeThat() throws IOException {
        privacy.fill(privacy.workspace, 2);

        APIGatewayV2HTTPResponse compressed = exported(Map.of(), true);

        assertThat(compressed.getHeaders()).containsEntry("Content-Encoding", "gzip");
        assertThat(PrivacyUnderTest.tree(text(compressed))).isEqualTo(PrivacyUnderTest.json(exported(Map.of(), false)));
    }

    /** Agents of the largest size that does not let itself be compressed. */
    private void fillWithNoise(int agents) {
        Random random = new Random(1);
        for (int i = 0; i < agents; i++) {
            byte[] noise = new byte[280_000];
            random.nextBytes(noise);
            privacy.put(
                    aws.table("AgentsTable"),
                    new Item()
                            .text("workspace", privacy.workspace.value())
                            .text("agent", "agent-" + i)
                            .text("name", Base64.getEncoder().encodeToString(noise)));
        }
    }

    private APIGatewayV2HTTPResponse exported(Map<String, String> query, boolean gzip) {
        return PrivacyUnderTest.call(
                privacy.process(),
                PrivacyUnderTest.event("POST /api/privacy/export", privacy.workspace, "owner")
                        .withQueryStringParameters(query)
                        .withHeaders(gzip ? Map.of("accept-encoding", "br, gzip") : Map.of())
                        .build());
    }

    private static String text(APIGatewayV2HTTPResponse response) throws IOException {
        return response.getIsBase64Encoded()
                ? new String(
                        new GZIPInputStream(new ByteArrayInputStream(
                                        Base64.getDecoder().decode(response.getBody())))
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                : response.getBody();
    }
}
