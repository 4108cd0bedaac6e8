package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCatalogTest {
    @TempDir
    private Path folder = Path.of("");

    private static ProviderCatalog ownCatalog() {
        return new ProviderCatalog(ProviderCatalogTest.class.getClassLoader(), Map.of());
    }

    @Test
    void everyFileOfOursLoads() throws IOException {
        Path files = Path.of("src/main/resources/providers");
        try (Stream<Path> all = Files.list(files)) {
            assertThat(ownCatalog().all()).hasSize((int) all.count());
        }
    }

    @Test
    void everyActionIsNamedAfterItsProvider() {
        assertThat(ownCatalog().all())
                .allSatisfy(provider -> assertThat(provider.listing().actions())
                        .allSatisfy(action -> assertThat(action).startsWith(provider.name() + ".")));
    }

    @Test
    void providersComeByTitle() {
        assertThat(ownCatalog().all()).extracting(Provider::title).isSorted();
    }

    @Test
    void unknownProviderIsNotFound() {
        assertThat(ownCatalog().find(new ProviderId("carrier-pigeon"))).isEmpty();
    }

    @Test
    void textThatIsNoNameFindsNoProvider() {
        assertThat(ownCatalog().find("../gmail")).isEmpty();
    }

    @Test
    void unknownProviderOfARecordIsAnError() {
        assertThatThrownBy(() -> ownCatalog().get(new ProviderId("carrier-pigeon")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The catalogue has no provider carrier-pigeon");
    }

    @Test
    void compiledFileOnTheClassPathIsTheCatalogue() throws IOException {
        write("sample.yaml", SampleYaml.SAMPLE);
        CatalogCompiler.compile(folder.resolve("providers"), folder.resolve("providers.json"));

        try (URLClassLoader classes = new URLClassLoader(new URL[] {url(folder)}, null)) {
            ProviderCatalog catalog = new ProviderCatalog(classes, Map.of());

            assertThat(catalog.find("sample")).contains(SampleYaml.provider());
            assertThat(catalog.all()).containsExactly(SampleYaml.provider());
        }
    }

    @Test
    void classPathWithoutACatalogueIsAnError() throws IOException {
        try (URLClassLoader classes = new URLClassLoader(new URL[] {url(folder)}, null)) {
            ProviderCatalog catalog = new ProviderCatalog(classes, Map.of());

            assertThatThrownBy(catalog::all)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("providers.json");
        }
    }

    private void write(String name, String yaml) throws IOException {
        Path providers = Files.createDirectories(folder.resolve("providers"));
        Files.writeString(providers.resolve(name), yaml);
    }

    private static URL url(Path path) throws MalformedURLException {
        URI uri = path.toUri();
        return uri.toURL();
    }
}
