package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.Tenant;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack that keeps its data still has its connections after a restart. */
class KeptDataTest {
    private static final Path PROJECT = Path.of(System.getProperty("project.root"));
    private static final String ACCOUNT = "john@gmail.com";

    @Test
    void aConnectedAccountActsAndRefreshesAfterARestart(@TempDir Path data) {
        LocalCloudSettings settings = LocalCloudSettings.of(PROJECT).withDataFolder(data);
        Set<String> granted;
        Tenant before;
        String connection;
        try (LocalCloud cloud = LocalCloud.start(settings)) {
            before = Tenant.fresh(cloud);
            connection = before.connect(before.owner(), "gmail", ACCOUNT);
            granted = cloud.simulators().google().liveTokens();
            assertThat(granted).isNotEmpty();
        }

        try (LocalCloud cloud = LocalCloud.start(settings)) {
            Tenant tenant = new Tenant(cloud, before.workspace());
            PatchbayClient owner = tenant.owner();
            assertThat(tenant.act(owner, Tenant.mail("kept"), Map.of()).text("/status"))
                    .isEqualTo("succeeded");
            assertThat(tenant.mailsWith("kept")).isEqualTo(1);

            cloud.simulators().google().misbehave(new Misbehaviour.ExpireAccessTokens(ACCOUNT));
            assertThat(tenant.act(owner, Tenant.mail("refreshed"), Map.of()).text("/status"))
                    .isEqualTo("succeeded");
            assertThat(tenant.mailsWith("refreshed")).isEqualTo(1);
            assertThat(cloud.simulators().google().liveTokens()).anyMatch(token -> !granted.contains(token));
            assertThat(owner.get("/api/connections/" + connection).text("/status"))
                    .isEqualTo("connected");
        }
    }
}
