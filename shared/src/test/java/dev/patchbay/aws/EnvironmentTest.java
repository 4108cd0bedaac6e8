package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    @Test
    void reportsAllProblemsTogether() {
        Environment environment = new Environment(Map.of("URL", "ftp://x", "PAIRS", "a=1,b", "BLANK", " "));

        environment.text("MISSING");
        environment.text("BLANK");
        environment.url("URL");
        environment.url("NO_URL");
        environment.pairs("PAIRS");

        assertThatThrownBy(environment::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This function is not configured: MISSING is not set; BLANK is not set; "
                        + "URL must be an http or https URL; NO_URL is not set; "
                        + "PAIRS must hold key=value pairs separated by commas. "
                        + "Set what is named in template.yaml and deploy again.");
    }

    @Test
    void completeEnvironmentPasses() {
        Environment environment = new Environment(Map.of("A", "x", "URL", "https://hub.example/path"));

        assertThat(environment.text("A")).isEqualTo("x");
        assertThat(environment.url("URL")).isEqualTo(URI.create("https://hub.example/path"));
        assertThatCode(environment::check).doesNotThrowAnyException();
    }

    @Test
    void optionalVariableMayBeAbsentOrBlank() {
        Environment environment = new Environment(Map.of("BLANK", ""));

        assertThat(environment.text("ABSENT", "default")).isEqualTo("default");
        assertThat(environment.text("BLANK", "default")).isEqualTo("default");
        assertThatCode(environment::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a url",
                "/path",
                "hub.example",
                "mailto:a@b.example",
                "https:///path",
                "httpx://host",
                "//host"
            })
    void whatIsNoWebUrlIsRefused(String value) {
        Environment environment = new Environment(Map.of("URL", value));

        environment.url("URL");

        assertThatThrownBy(environment::check).hasMessageContaining("URL must be an http or https URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "many", "1000000000"})
    void whatIsNoCountIsRefused(String value) {
        Environment environment = new Environment(Map.of("MOST", value));

        environment.count("MOST");

        assertThatThrownBy(environment::check).hasMessageContaining("MOST must be a whole number from 1 to 999999999");
    }

    @Test
    void aCountIsReadAndAMissingOneIsReported() {
        Environment environment = new Environment(Map.of("MOST", "5000"));

        assertThat(environment.count("MOST")).isEqualTo(5_000);
        environment.count("LEAST");

        assertThatThrownBy(environment::check).hasMessageContaining("LEAST is not set");
    }

    @Test
    void listIsSplitAndStripped() {
        Environment environment = new Environment(Map.of("LIST", " /a , /b,,"));

        assertThat(environment.list("LIST")).containsExactly("/a", "/b");
        assertThat(environment.list("ABSENT")).isEmpty();
    }

    @Test
    void pairsKeepTheirOrderAndTheirFurtherEqualsSigns() {
        Environment environment = new Environment(Map.of("PAIRS", "slack=http://x?a=b, gmail=http://y"));

        assertThat(environment.pairs("PAIRS"))
                .containsExactly(Map.entry("slack", "http://x?a=b"), Map.entry("gmail", "http://y"));
        assertThat(environment.pairs("ABSENT")).isEmpty();
    }

    @Test
    void messageHoldsNoValue() {
        Environment environment = new Environment(Map.of("URL", "sk-secret", "PAIRS", "sk-secret"));

        environment.url("URL");
        environment.pairs("PAIRS");

        assertThatThrownBy(environment::check).message().doesNotContain("sk-secret");
    }
}
