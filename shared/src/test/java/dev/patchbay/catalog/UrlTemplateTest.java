package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static final UrlTemplate COMPANY =
            new UrlTemplate("https://api.example/v3/company/{realmId}/info?of={realmId}");

    @Test
    void valuesStandInPathAndQuery() {
        assertThat(COMPANY.with(Map.of("realmId", "913")))
                .isEqualTo(URI.create("https://api.example/v3/company/913/info?of=913"));
        assertThat(COMPANY.names()).containsExactly("realmId");
    }

    @Test
    void valueStaysWithinItsPlace() {
        URI url = COMPANY.with(Map.of("realmId", "1/../../x?y=z#a b@evil.example"));

        assertThat(url.getHost()).isEqualTo("api.example");
        assertThat(url.getRawPath()).isEqualTo("/v3/company/1%2F..%2F..%2Fx%3Fy%3Dz%23a%20b%40evil.example/info");
        assertThat(url.getRawFragment()).isNull();
    }

    @Test
    void missingValueIsNamed() {
        assertThatThrownBy(() -> COMPANY.with(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no value for {realmId}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{dc}.api.example/3.0",
                "https://api.example:{port}/",
                "{scheme}://api.example/",
                "https://{user}@api.example/",
                "https://",
                "/path",
                "not a url",
                "https://api.example/a b",
                "https://api.example/#fragment"
            })
    void namesStandNowhereElse(String text) {
        assertThatThrownBy(() -> new UrlTemplate(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
