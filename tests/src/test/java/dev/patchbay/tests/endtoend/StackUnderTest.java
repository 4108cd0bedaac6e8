package dev.patchbay.tests.endtoend;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.tests.integration.Pool;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Gives a test the running stack, or a workspace of its own in it. A class has a stack to itself while it runs. After
 * each test the simulators behave again. What holds an account is forgotten before each: the accounts are the same in all, the
 * workspaces are not.
 */
public final class StackUnderTest
        implements ParameterResolver, BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Pool.take(
                context,
                LocalCloud.class,
                () -> LocalCloud.start(LocalCloudSettings.of(Path.of(System.getProperty("project.root")))),
                LocalCloud::close);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Pool.leave(context, LocalCloud.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Set.of(Tenant.class, LocalCloud.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LocalCloud cloud = stack(context);
        return parameter.getParameter().getType() == Tenant.class ? Tenant.fresh(cloud) : cloud;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        LocalCloud cloud = stack(context);
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
        stack(context).simulators().providers().forEach(provider -> provider.behave());
    }

    private static LocalCloud stack(ExtensionContext context) {
        return Pool.taken(context, LocalCloud.class);
    }
}
