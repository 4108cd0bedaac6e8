package dev.patchbay.tests.endtoend;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Gives a test the running stack, or a workspace of its own in it. The stack is started once for all tests; after each, the
 * simulators behave again. What holds an account is forgotten before each: the accounts are the same in all, the workspaces are not.
 */
public final class StackUnderTest implements ParameterResolver, BeforeEachCallback, AfterEachCallback {

    private record Running(LocalCloud cloud) implements AutoCloseable {
        @Override
        public void close() {
            cloud.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Set.of(Tenant.class, LocalCloud.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LocalCloud cloud = running(context).cloud();
        return parameter.getParameter().getType() == Tenant.class ? Tenant.fresh(cloud) : cloud;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        LocalCloud cloud = running(context).cloud();
        String table = cloud.stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals("AccountHoldersTable"))
                .findFirst()
                .orElseThrow()
                .name();
        try (var clients = cloud.clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                    .items()
                    .forEach(row -> dynamoDb.deleteItem(request -> request.tableName(table)
                            .key(Map.of("account", row.get("account"), "holder", row.get("holder")))));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running(context).cloud().simulators().providers().forEach(provider -> provider.behave());
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(StackUnderTest.class))
                .computeIfAbsent(
                        Running.class,
                        missing -> new Running(
                                LocalCloud.start(LocalCloudSettings.of(Path.of(System.getProperty("project.root"))))),
                        Running.class);
    }
}
