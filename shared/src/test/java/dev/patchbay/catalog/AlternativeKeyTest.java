package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key in place of OAuth, which itself says at which host its account lives. */
class AlternativeKeyTest {
    private static final ClassLoader CLASSES = AlternativeKeyTest.class.getClassLoader();
    private static final String HEX = "0123456789abcdef0123456789abcdef";

    private final ProviderCatalog catalog = new ProviderCatalog(CLASSES, Map.of());
    private final Provider mailchimp = catalog.get(new ProviderId("mailchimp"));

    @Test
    void hostIsThatOfTheKeysDatacenter() {
        KeyedProvider keyed = opened(HEX + "-us6").orElseThrow();

        assertThat(keyed.apiBase()).contains(URI.create("https://us6.api.mailchimp.com"));
        assertThat(keyed.provider().identity().request().url()).hasToString("https://us6.api.mailchimp.com/3.0/");
        assertThat(keyed.parameters()).containsExactly(Map.entry("dc", "us6"));
    }

    @Test
    void keyIsSentByBasicAuthentication() {
        Provider keyed = opened(HEX + "-us6").orElseThrow().provider();

        assertThat(keyed.auth()).isEqualTo(new Auth.ApiKey(Auth.ApiKey.In.BASIC, "patchbay", "", Map.of()));
        assertThat(keyed.usedByKey()).isEqualTo(keyed);
        assertThat(keyed.api().errors()).isEqualTo(mailchimp.api().errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key-without-a-datacenter",
                "us6",
                "-us6",
                "k-US6",
                "k-us6.evil.example",
                "k-evil.example/us6",
                "k-evil.example#-us",
                "k-us6@evil.example",
                "k-evil.example?-usx1",
                "k-169.254.169.254",
                "k-localhost",
                "k-us6:8443",
                "k-us6/",
                "k-us6.",
                "k-[::1]",
                "k-us6%2eevil"
            })
    void keyThatNamesNoDatacenterOpensNothing(String key) {
        assertThat(opened(key)).isEmpty();
    }

    @Test
    void hostMustBeOneThatTheProvidersPatternAllows() {
        Provider loose = loose();

        assertThat(catalog.openedBy(loose, Secret.of("k-us6"))).isPresent();
        assertThat(catalog.openedBy(loose, Secret.of("k-evil.example/x"))).isEmpty();
        assertThat(catalog.openedBy(loose, Secret.of("k-169.254.169.254/"))).isEmpty();
        assertThat(catalog.openedBy(loose, Secret.of("k-us6@evil.example/"))).isEmpty();
    }

    @Test
    void settingThatReplacesTheBaseUrlsHoldsForKeysToo() {
        ProviderCatalog moved = new ProviderCatalog(CLASSES, Map.of("mailchimp", "http://localhost:4000/mailchimp"));

        KeyedProvider keyed = moved.openedBy(moved.get(new ProviderId("mailchimp")), Secret.of(HEX + "-us6"))
                .orElseThrow();

        assertThat(keyed.provider().identity().request().url()).hasToString("http://localhost:4000/mailchimp/3.0/");
        assertThat(keyed.apiBase()).contains(URI.create("https://us6.api.mailchimp.com"));
    }

    @Test
    void providerThatIsConnectedByKeyAnywayIsItself() {
        Provider apollo = catalog.get(new ProviderId("apollo"));

        assertThat(catalog.openedBy(apollo, Secret.of("any")))
                .contains(new KeyedProvider(apollo, Map.of(), Optional.empty()));
    }

    @Test
    void onlyProvidersThatSaySoTakeKeys() {
        Provider gmail = catalog.get(new ProviderId("gmail"));

        assertThat(gmail.takesKeys()).isFalse();
        assertThat(mailchimp.takesKeys()).isTrue();
        assertThatThrownBy(() -> catalog.openedBy(gmail, Secret.of("any")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("gmail is connected by OAuth only");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    matches: '.+'     | matches: '(' | apiKey.matches: is not a regular expression: Unclosed group
                    matches: '.+'     | matches: '.+', apiBase: 'https://{dc}.sample.example' | apiKey.apiBase: needs auth.apiBase, whose hosts it must be one of
                    `url: 'https`     | `url: 'http`   | apiKey.identity.url: must be an absolute https URL
                    /me2              | /{who} | apiKey.identity.url: can hold no {names} where a key is tried
                    id: /answer/id    | id: /token/id | apiKey.identity.id: must begin with /answer/
                    name: X-Key       | name: X Key | apiKey.auth.name: must name a header such as x-api-key
                    """)
    void errorNamesTheField(String text, String replacement, String message) {
        String key =
                "apiKey: { auth: { kind: api-key, in: header, name: X-Key, prefix: '', headers: {} }, matches: '.+',"
                        + " identity: { method: GET, url: 'https://api.sample.example/me2', id: /answer/id, valid: {} }"
                        + " }\n";

        assertThatThrownBy(() -> SampleYaml.with("errors:\n", key.replace(text, replacement) + "errors:\n"))
                .isInstanceOf(CatalogException.class)
                .hasMessage("sample.yaml: " + message);
    }

    /** Mailchimp with a form of keys that lets any host through. */
    private Provider loose() {
        AlternativeKey strict = mailchimp.access().apiKey().orElseThrow();
        AlternativeKey key = new AlternativeKey(strict.auth(), ".+?-(?<dc>.+)", strict.apiBase(), strict.identity());
        return new Provider(
                mailchimp.name(),
                mailchimp.title(),
                new Provider.Access(mailchimp.auth(), mailchimp.identity(), Optional.of(key)),
                mailchimp.api(),
                mailchimp.listing());
    }

    private Optional<KeyedProvider> opened(String key) {
        return catalog.openedBy(mailchimp, Secret.of(key));
    }
}
