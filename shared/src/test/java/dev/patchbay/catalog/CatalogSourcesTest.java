package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.CatalogSources.Fact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogSourcesTest {
    /** How many facts of the catalogue have no source. May only be lowered: give a new fact a source, or verify another one. */
    private static final int UNVERIFIED = 127;

    private static final String VERIFIED = """
            name: sample
            baseUrl: https://api.sample.example
            source:
              baseUrl: https://docs.sample.example/api
              errors: https://docs.sample.example/errors
              notes: https://docs.sample.example/limits
            auth:
              kind: oauth2
              source:
                rest: https://docs.sample.example/oauth
                "scopes[1]": "unverified: seen in an answer only"
              app: sample-app
              pkce: S256
              scopes:
                - { scope: a, message: Read., required: true }
                - { scope: b, message: Write., required: false }
              revocation:
                source: "unverified: no page describes it"
                url: https://sample.example/revoke
                reach: grant
            identity:
              source: https://docs.sample.example/me
              url: https://api.sample.example/me
              id: /answer/id
            errors:
              - status: [403]
                body: { /error: [slow, busy] }
                is: rate-limited
                source:
                  rest: https://docs.sample.example/limits
                  body./error.busy: "unverified: seen once"
              - status: [409, 423]
                body: {}
                is: transient
            quotas: []
            notes:
              - One at a time.
            actions: []
            """;

    @Test
    void unverifiedFactsDoNotBecomeMore() {
        Collection<Fact> unverified = unverified();

        unverified.forEach(fact -> System.out.println(fact.file() + " " + fact.path() + " is " + fact.source()));
        System.out.println(unverified.size() + " facts of the catalogue are unverified, of "
                + distinct().size());
        assertThat(unverified.size())
                .as("a new fact needs a source: find the provider's document, or verify another fact")
                .isLessThanOrEqualTo(UNVERIFIED);
        assertThat(unverified.size())
                .as("lower UNVERIFIED in CatalogSourcesTest to " + unverified.size()
                        + ", so that it does not rise again")
                .isGreaterThanOrEqualTo(UNVERIFIED);
    }

    @Test
    void aFactHasTheSourceThatIsClosest() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        read(VERIFIED).facts().forEach(fact -> sources.put(fact.path(), fact.source()));

        assertThat(sources)
                .containsEntry("baseUrl", "https://docs.sample.example/api")
                .containsEntry("auth.pkce", "https://docs.sample.example/oauth")
                .containsEntry("auth.revocation.reach", "unverified: no page describes it")
                .containsEntry("errors[0].body./error.slow", "https://docs.sample.example/limits")
                .containsEntry("errors[0].body./error.busy", "unverified: seen once")
                .containsEntry("errors[1].status.423", "https://docs.sample.example/errors")
                .containsEntry("notes[0]", "https://docs.sample.example/limits");
    }

    @Test
    void whatPatchbayDecidesIsNoFact() throws IOException {
        assertThat(read(VERIFIED).facts())
                .extracting(Fact::path)
                .doesNotContain(
                        "name",
                        "auth.kind",
                        "auth.app",
                        "auth.scopes[0].message",
                        "errors[0].is",
                        "errors[0].status.403");
    }

    @Test
    void theProductsOfOneVendorShareTheirFacts() {
        assertThat(distinct().stream()
                        .filter(fact -> fact.path().equals("auth.accessTokenLifetime")
                                && fact.vendor().equals("google")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    baseUrl: https://docs.sample.example/api     |                            | source.baseUrl: is missing
                    errors: https://docs.sample.example/errors   |                            | source.errors: is missing
                    source: "unverified: no page describes it"   |                            | auth.revocation.source: is missing
                    source: https://docs.sample.example/me       |                            | identity.source: is missing
                    source: https://docs.sample.example/me       | source: http://me.example  | identity.source: must be an https URL, or "unverified: " and the reason
                    source: https://docs.sample.example/me       | source: unverified         | identity.source: must be an https URL, or "unverified: " and the reason
                    rest: https://docs.sample.example/limits     | rest: somewhere            | errors[0].source.rest: must be an https URL, or "unverified: " and the reason
                    "scopes[1]":                                 | "scopes[2]":               | auth.source.scopes[2]: stands for no field
                    """)
    void aWrongSourceIsNamedByFileAndField(String text, String replacement, String message) {
        String spoilt = VERIFIED.replace(text, replacement == null ? "" : replacement);

        assertThat(spoilt).isNotEqualTo(VERIFIED);
        assertThatThrownBy(() -> read(spoilt))
                .isInstanceOf(CatalogException.class)
                .hasMessage("sample.yaml: " + message);
    }

    private static CatalogSources read(String yaml) throws IOException {
        return CatalogSources.read("sample.yaml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Fact> unverified() {
        return distinct().stream().filter(Fact::isUnverified).toList();
    }

    /** A fact that is verified for one product of a vendor and not for another counts as both. */
    private static Collection<Fact> distinct() {
        Map<String, Fact> facts = new LinkedHashMap<>();
        new ProviderCatalog(CatalogSourcesTest.class.getClassLoader(), Map.of())
                .all().stream()
                        .flatMap(provider -> CatalogSources.of(provider.name()).facts().stream())
                        .forEach(fact -> facts.putIfAbsent(fact.isUnverified() + fact.key(), fact));
        return facts.values();
    }
}
