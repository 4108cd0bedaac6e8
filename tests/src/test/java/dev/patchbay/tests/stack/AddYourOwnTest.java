package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.catalog.CatalogCompiler;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.tests.documents.Templates;
import dev.patchbay.tests.fixture.Tenant;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * What docs/adding-a-provider.md promises: the very file that it shows, compiled into the catalogue of functions whose code does not know
 * it, is all that a provider needs.
 */
class AddYourOwnTest {
    private static final Path PROJECT = Path.of(System.getProperty("project.root"));
    private static final List<String> FUNCTIONS = List.of("oauth", "connections", "token-refresh");

    @Test
    void theFileOnThePageConnectsRefreshesAndDisconnects(@TempDir Path folder) throws IOException {
        compiled(folder, example());
        try (AcmeNotesSimulator acme = new AcmeNotesSimulator();
                LocalCloud cloud = LocalCloud.start(LocalCloudSettings.of(folder)
                        .withoutEventSources()
                        .withParameters(Map.of("ProviderUrls", AcmeNotesSimulator.APP + "=" + acme.url())))) {
            registerApp(cloud, acme.app());
            Tenant tenant = Tenant.fresh(cloud);
            PatchbayClient owner = tenant.owner();

            String id = tenant.connect(owner, "acme-notes", AcmeNotesSimulator.LOGIN);
            assertThat(owner.get("/api/connections/" + id).text("/message"))
                    .isEqualTo("Connected as " + AcmeNotesSimulator.LOGIN);

            Set<String> first = acme.liveTokens();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                refresh(tenant, id);
                assertThat(acme.liveTokens()).isNotEmpty().doesNotContainAnyElementsOf(first);
            });
            assertThat(owner.get("/api/connections/" + id).text("/status")).isEqualTo("connected");

            Answer gone = owner.delete("/api/connections/" + id);
            assertThat(gone.text("/message")).isEqualTo("Access was revoked at Acme Notes");
            assertThat(acme.liveTokens()).isEmpty();
        }
    }

    /** The first YAML of the page. */
    private static String example() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/adding-a-provider.md"));
        return page.split("```yaml\n", 2)[1].split("```", 2)[0];
    }

    /** A project of built functions, each a folder in its zip's place, with the catalogue that the build makes with one file more. */
    private static void compiled(Path project, String yaml) throws IOException {
        Templates.copy(project);
        Path files = Files.createDirectory(project.resolve("providers"));
        try (Stream<Path> ours = Files.list(PROJECT.resolve("shared/src/main/resources/providers"))) {
            for (Path file : (Iterable<Path>) ours::iterator) {
                Files.copy(file, files.resolve(file.getFileName()));
            }
        }
        Files.writeString(files.resolve("acme-notes.yaml"), yaml);
        for (String function : FUNCTIONS) {
            Path zip = Path.of("functions", function, "target", function + ".zip");
            Path unpacked = project.resolve(zip);
            unpack(PROJECT.resolve(zip), unpacked);
            // Before the library on the class path, and so in the place of the one that is in it.
            assertThat(CatalogCompiler.compile(files, unpacked.resolve("providers.json")))
                    .isEmpty();
        }
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(zip);
                Stream<Path> entries = Files.walk(files.getPath("/"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path target = folder.resolve(entry.toString().substring(1));
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                }
            }
        }
    }

    /** What the page has an operator do by hand. */
    private static void registerApp(LocalCloud cloud, OAuthAppCredentials app) {
        String prefix = cloud.stack().functions().stream()
                .flatMap(function -> Stream.ofNullable(function.environment().get("OAUTH_APP_SECRETS")))
                .findFirst()
                .orElseThrow();
        try (AwsClients clients = cloud.clients("operator");
                SecretsManagerClient secrets = clients.secretsManager()) {
            secrets.createSecret(secret -> secret.name(prefix + AcmeNotesSimulator.APP)
                    .secretString("{\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
                            .formatted(app.clientId(), app.clientSecret())));
        }
    }

    /** The message that the schedule would queue. */
    private static void refresh(Tenant tenant, String connection) {
        String due = ("{\\\"app\\\":\\\"%s\\\",\\\"trial\\\":false,\\\"connections\\\":"
                        + "[{\\\"workspace\\\":\\\"%s\\\",\\\"connection\\\":\\\"%s\\\"}]}")
                .formatted(AcmeNotesSimulator.APP, tenant.workspace(), connection);
        tenant.cloud()
                .invoke("RefreshFunction", "{\"Records\":[{\"messageId\":\"1\",\"body\":\"" + due + "\"}]}")
                .orThrow();
    }
}
