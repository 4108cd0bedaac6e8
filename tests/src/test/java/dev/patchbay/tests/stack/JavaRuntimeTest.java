package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.lambda.FunctionRuntime;
import dev.patchbay.tests.fixture.Tenant;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The runtime interface client's native library is for Linux only; elsewhere a loop in plain Java runs the same handlers. */
class JavaRuntimeTest {
    @Test
    void thePlainJavaLoopRunsTheSameHandlers() {
        LocalCloudSettings settings = LocalCloudSettings.of(Path.of(System.getProperty("project.root")))
                .withRuntime(FunctionRuntime.JAVA);
        try (LocalCloud cloud = LocalCloud.start(settings)) {
            Tenant tenant = Tenant.fresh(cloud);
            tenant.connect(tenant.owner(), "gmail", "john@gmail.com");

            Answer done = tenant.act(tenant.owner(), Tenant.mail("By plain Java"), Map.of());

            assertThat(done.text("/status")).isEqualTo("succeeded");
            assertThat(tenant.mailsWith("By plain Java")).isEqualTo(1);
        }
    }
}
