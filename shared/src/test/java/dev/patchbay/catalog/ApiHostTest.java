package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a provider says that its API is, and a token would be sent. */
class ApiHostTest {
    private static final ApiHost HOST =
            new ApiHost(JsonPointer.compile("/token/instance_url"), "([a-z0-9-]{1,63}\\.){1,4}salesforce\\.com");

    @ParameterizedTest
    @CsvSource({
        "https://acme.my.salesforce.com, https://acme.my.salesforce.com",
        "https://acme--dev.sandbox.my.salesforce.com/, https://acme--dev.sandbox.my.salesforce.com",
        "https://NA1.Salesforce.com:443, https://na1.salesforce.com"
    })
    void acceptsOwnHostWithoutItsPath(String text, URI base) {
        assertThat(HOST.checked(text)).contains(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254",
                "https://169.254.169.254/latest/meta-data",
                "http://acme.my.salesforce.com",
                "ftp://acme.my.salesforce.com",
                "https://acme.my.salesforce.com:8443",
                "https://acme.my.salesforce.com@169.254.169.254",
                "https://john@acme.my.salesforce.com",
                "https://acme.my.salesforce.com.",
                "https://acme.my.salesforce.com.evil.example",
                "https://salesforce.com",
                "https://evilsalesforce.com",
                "https://evil.example/.my.salesforce.com",
                "https://evil.example?x=.salesforce.com",
                "https://evil.example#.salesforce.com",
                "https://acme.my.salesforce.com/services/../..",
                "https://acme.my.salesforce.com?next=https://evil.example",
                "https://acme.my.salesforce.com#x",
                "https://[::1]",
                "https://[::ffff:169.254.169.254]",
                "https://2852039166",
                "https://0xA9FEA9FE",
                "https://localhost",
                "https://acme.my.salesforce.com\\@evil.example",
                "https://acme.my.salesforce.com%00.evil.example",
                "https://acme.my.salesforce.com\n",
                "https://xn--80ak6aa92e.com",
                "https://acmе.my.salesforce.com",
                "//acme.my.salesforce.com",
                "acme.my.salesforce.com",
                ""
            })
    void rejectsAnyOtherText(String text) {
        assertThat(HOST.checked(text)).isEmpty();
    }

    static Stream<Named<ApiHost>> ofTheCatalogue() {
        return new ProviderCatalog(ApiHostTest.class.getClassLoader(), Map.of())
                .all().stream().flatMap(provider -> switch (provider.auth()) {
                    case Auth.ApiKey key -> Stream.empty();
                    case Auth.OAuth2 oauth ->
                        oauth.connections().apiBase().stream().map(host -> Named.of(provider.title(), host));
                });
    }

    @ParameterizedTest
    @MethodSource("ofTheCatalogue")
    void noPatternOfTheCatalogueAcceptsOtherHosts(ApiHost host) {
        assertThat(List.of(
                        "https://169.254.169.254",
                        "https://127.0.0.1",
                        "https://[::1]",
                        "https://localhost",
                        "https://metadata.google.internal",
                        "https://evil.example",
                        "https://salesforce.com.evil.example",
                        "https://us6.api.mailchimp.com.evil.example",
                        "https://evilsalesforce.com",
                        "https://us6.api.evilmailchimp.com",
                        "http://us6.api.mailchimp.com",
                        "http://acme.my.salesforce.com"))
                .allSatisfy(text -> assertThat(host.checked(text)).isEmpty());
    }

    @Test
    void connectionsOwnHostIsCalled() {
        Provider sample = SampleYaml.provider();

        assertThat(catalog(Map.of()).apiBase(sample, Optional.of(URI.create("https://eu.sample.example"))))
                .isEqualTo(URI.create("https://eu.sample.example"));
        assertThat(catalog(Map.of()).apiBase(sample, Optional.empty()))
                .isEqualTo(sample.api().baseUrl());
    }

    @Test
    void onlyTheSettingLeadsElsewhere() {
        Map<String, String> setting = Map.of("sample", "http://localhost:4000/sample");
        Provider moved = SampleYaml.moved(SampleYaml.provider(), setting);

        assertThat(catalog(setting).apiBase(moved, Optional.of(URI.create("https://eu.sample.example"))))
                .isEqualTo(URI.create("http://localhost:4000/sample"));
    }

    private static ProviderCatalog catalog(Map<String, String> setting) {
        return new ProviderCatalog(ApiHostTest.class.getClassLoader(), setting);
    }
}
