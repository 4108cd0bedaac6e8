package dev.patchbay.tests.integration;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.EmbeddedAws;
import dev.patchbay.local.aws.Provisioner;
import dev.patchbay.local.aws.RequestLog;
import dev.patchbay.local.template.PhysicalIds;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.TableResource;
import dev.patchbay.local.template.Template;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Provides the AWS that a test runs against, with all resources of template.yaml created through AWS's own APIs. A class has
 * one to itself while it runs; each test creates its own workspace, so none sees the data of another.
 */
public final class AwsUnderTest implements ParameterResolver, BeforeAllCallback, AfterAllCallback {
    private static final String REGION = "us-east-1";

    /**
     * The resources for a test.
     *
     * @param clients as production makes them
     * @param stack the resources by name
     * @param vaultKey id of the KMS key
     * @param requests the requests that reached the endpoint; only the embedded one records them
     */
    public record Aws(
            dev.patchbay.aws.AwsClients clients,
            Stack stack,
            String vaultKey,
            URI endpoint,
            Optional<RequestLog> requests) {
        /** The name of a table. */
        public String table(String logicalId) {
            return stack.tables().stream()
                    .filter(table -> table.logicalId().equals(logicalId))
                    .findFirst()
                    .orElseThrow()
                    .name();
        }

        /** A Gmail account that ann connects, with a credential that does not open. */
        public NewConnection gmail(WorkspaceId workspace) {
            return new NewConnection(
                    workspace,
                    new ProviderId("gmail"),
                    new Account("1", "john@gmail.com"),
                    new MemberId("ann"),
                    Set.of(),
                    SealedSecret.of(new byte[] {1}),
                    Optional.empty());
        }

        /** A connection as it is stored. */
        public Map<String, AttributeValue> item(Connection connection) {
            return clients.dynamoDb()
                    .getItem(request -> request.tableName(table("ConnectionsTable"))
                            .key(Map.of(
                                    "workspace",
                                    AttributeValue.fromS(connection.workspace().value()),
                                    "connection",
                                    AttributeValue.fromS(connection.id().value()))))
                    .item();
        }

        /** Creates a queue with the attributes of one of template.yaml's; returns its URL. */
        public String newQueue(String logicalId) {
            var attributes = stack.queues().stream()
                    .filter(queue -> queue.logicalId().equals(logicalId))
                    .findFirst()
                    .orElseThrow()
                    .attributes();
            return clients.sqs()
                    .createQueue(request -> request.queueName(
                                    UUID.randomUUID() + (attributes.containsKey("FifoQueue") ? ".fifo" : ""))
                            .attributesWithStrings(attributes))
                    .queueUrl();
        }

        /** Returns the same with empty tables in place of these, for tests that read across workspaces. */
        public Aws withEmpty(String... logicalIds) {
            String prefix = "t-" + UUID.randomUUID() + "-";
            List<TableResource> fresh = stack.tables().stream()
                    .filter(table -> List.of(logicalIds).contains(table.logicalId()))
                    .map(table -> table.named(prefix + table.logicalId()))
                    .toList();
            try (AwsClients provisioning = AwsClients.of(endpoint, REGION, "test")) {
                new Provisioner(provisioning, "integration").tables(fresh);
            }
            List<TableResource> all = Stream.concat(
                            fresh.stream(),
                            stack.tables().stream()
                                    .filter(table -> !List.of(logicalIds).contains(table.logicalId())))
                    .toList();
            return new Aws(clients, stack.withTables(all), vaultKey, endpoint, requests);
        }

        /** A workspace that no other test uses. */
        public WorkspaceId newWorkspace() {
            return new WorkspaceId("w-" + UUID.randomUUID());
        }
    }

    private record Running(Aws aws, Server server) {}

    private record Server(URI uri, Optional<RequestLog> requests, Runnable stop) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Pool.take(
                context,
                Running.class,
                AwsUnderTest::start,
                running -> running.server().stop().run());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Pool.leave(context, Running.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Aws.class;
    }

    @Override
    public Aws resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Pool.taken(context, Running.class).aws();
    }

    private static Running start() {
        Server server = server();
        // System properties replace the environment variables of a deployed function.
        System.setProperty("aws.region", REGION);
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        Template template = Template.read(
                Path.of(System.getProperty("project.root"), "template.yaml"),
                Map.of(
                        "JwtIssuer", "http://localhost/issuer",
                        "AppUrl", "http://localhost",
                        "AllowedOrigins", "http://localhost",
                        "MailSender", "hub@example.com"));
        try (AwsClients clients = AwsClients.of(server.uri(), REGION, "test")) {
            Provisioner provisioner = new Provisioner(clients, "integration");
            PhysicalIds ids = new PhysicalIds("integration", REGION, "000000000000", server.uri(), Map.of());
            Map<String, String> keys = provisioner.keys(Stack.of(template, ids));
            Stack stack = Stack.of(template, ids.withKeyIds(keys));
            provisioner.provision(stack);
            return new Running(
                    new Aws(
                            dev.patchbay.aws.AwsClients.at(server.uri()),
                            stack,
                            keys.values().iterator().next(),
                            server.uri(),
                            server.requests()),
                    server);
        }
    }

    private static Server server() {
        String endpoint = System.getProperty("aws.endpoint", "");
        String image = System.getProperty("localstack.image", "");
        if (!endpoint.isEmpty()) {
            return new Server(URI.create(endpoint), Optional.empty(), () -> {});
        }
        if (!image.isEmpty()) {
            LocalStackContainer container = new LocalStackContainer(
                    DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
            container.start();
            return new Server(container.getEndpoint(), Optional.empty(), container::stop);
        }
        EmbeddedAws embedded = EmbeddedAws.start(EmbeddedAws.Settings.inMemory(), (target, event) -> {}, javalin -> {});
        return new Server(embedded.uri(), Optional.of(embedded.log()), embedded::close);
    }
}
