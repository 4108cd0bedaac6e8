package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every provider has its page, docs/providers/&lt;name&gt;.md: how to register it, written by hand, and what its YAML says.
 * With {@code -Dprovider.pages=write} the pages are brought up to date instead.
 */
class ProviderPagesTest {
    private static final Path PAGES = Path.of("../docs/providers");
    private static final String REMEDY = "./mvnw -pl shared test -Dtest=ProviderPagesTest -Dprovider.pages=write";

    static Stream<Provider> providers() {
        return new ProviderCatalog(ProviderPagesTest.class.getClassLoader(), Map.of()).all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void pageSaysWhatTheYamlSays(Provider provider) throws IOException {
        Path page = PAGES.resolve(provider.name() + ".md");
        String before = Files.exists(page) ? Files.readString(page) : "# " + provider.title() + "\n\n## Steps\n";
        String after = ProviderPage.of(provider, before);
        if ("write".equals(System.getProperty("provider.pages"))) {
            Files.writeString(page, after);
        }

        assertThat(page)
                .as("docs/providers/%s.md is missing. Write how to register %s there, then run %s"
                        .formatted(provider.name(), provider.title(), REMEDY))
                .exists();
        assertThat(Files.readString(page))
                .as("docs/providers/%1$s.md and providers/%1$s.yaml part ways. Run %2$s"
                        .formatted(provider.name(), REMEDY))
                .isEqualTo(after);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void pageListsTheManualSteps(Provider provider) throws IOException {
        Path page = PAGES.resolve(provider.name() + ".md");

        assertThat(Files.exists(page) ? ProviderPage.byHand(Files.readString(page)) : "")
                .as("docs/providers/%s.md must list the steps by which %s is registered or its key is made"
                        .formatted(provider.name(), provider.title()))
                .containsPattern("(?s)\n## Steps.*?\n1\\. ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void stepsThatNameScopesNameThemAll(Provider provider) throws IOException {
        String byHand = ProviderPage.byHand(Files.readString(PAGES.resolve(provider.name() + ".md")));

        Set<String> scopes = switch (provider.auth()) {
            case Auth.OAuth2 oauth -> oauth.consent().requestedScopes();
            case Auth.ApiKey key -> Set.of();
        };
        if (scopes.stream().anyMatch(scope -> names(byHand, scope))) {
            assertThat(scopes)
                    .as("the scopes of %s.yaml that the steps of docs/providers/%1$s.md name", provider.name())
                    .allMatch(scope -> names(byHand, scope));
        }
    }

    private static boolean names(String page, String scope) {
        return page.contains("`" + scope + "`") || page.contains("- " + scope + "\n");
    }
}
