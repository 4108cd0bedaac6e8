package dev.patchbay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.testfunction.FunctionZip;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class GivenProvidersTest {
    private static final String TEMPLATE = """
            Parameters:
              ProviderUrls: {Type: String, Default: ""}
            Resources:
              Echo:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  CodeUri: f.zip
                  Timeout: 5
                  Handler: dev.patchbay.local.testfunction.ScriptedHandler
                  Environment: {Variables: {PROVIDER_URLS: !Ref ProviderUrls, OAUTH_APP_SECRETS: apps/}}
            """;

    @TempDir
    private Path project;

    @BeforeEach
    void write() throws Exception {
        FunctionZip.project(project, TEMPLATE);
    }

    @Test
    void aGivenAddressIsAddedToThoseOfTheSimulators() {
        LocalCloudSettings settings = LocalCloudSettings.of(project)
                .withParameters(Map.of("ProviderUrls", "asana=http://localhost:9000, slack=http://localhost:9001"));

        try (LocalCloud cloud = LocalCloud.start(settings)) {
            assertThat(cloud.stack()
                            .function("Echo")
                            .environment()
                            .getOrDefault("PROVIDER_URLS", "")
                            .split(",", -1))
                    .hasSize(cloud.simulators().providers().size() + 1)
                    .contains(
                            "asana=http://localhost:9000",
                            "slack=http://localhost:9001",
                            "google=" + cloud.simulators().baseUrl("google"));
        }
    }

    @Test
    void givenOAuthAppIsStoredAndReplacedByALaterOne() {
        LocalCloudSettings settings = LocalCloudSettings.of(project).withDataFolder(project.resolve("data"));

        try (LocalCloud cloud =
                LocalCloud.start(settings.withOAuthApps(Map.of("asana", new OAuthAppCredentials("id", "first"))))) {
            assertThat(secret(cloud, "asana")).isEqualTo("{\"clientId\":\"id\",\"clientSecret\":\"first\"}");
            assertThat(secret(cloud, "google")).contains("local-google-client");
        }
        try (LocalCloud cloud =
                LocalCloud.start(settings.withOAuthApps(Map.of("asana", new OAuthAppCredentials("id", "a\"b:c"))))) {
            assertThat(secret(cloud, "asana")).isEqualTo("{\"clientId\":\"id\",\"clientSecret\":\"a\\\"b:c\"}");
        }
        try (LocalCloud cloud = LocalCloud.start(settings)) {
            assertThat(secret(cloud, "asana")).contains("b:c");
        }
    }

    private static String secret(LocalCloud cloud, String app) {
        try (AwsClients clients = cloud.clients("tester");
                SecretsManagerClient secrets = clients.secretsManager()) {
            return secrets.getSecretValue(r -> r.secretId("apps/" + app)).secretString();
        }
    }
}
