package dev.patchbay.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnyVariablesTest {
    private final AnyVariables variables = new AnyVariables("gmail", URI.create("http://127.0.0.1:1"));

    @ParameterizedTest
    @CsvSource({
        "AGENTS_TABLE,        AGENTS_TABLE",
        "ROLE_CLAIM,          ROLE_CLAIM",
        "VAULT_KEY_ID,        VAULT_KEY_ID",
        "APP_URL,             http://127.0.0.1:1/APP_URL",
        "PROVIDER_URLS,       gmail=http://127.0.0.1:1/PROVIDER_URLS",
        "RETURN_PATHS,        /RETURN_PATHS",
        "WORKSPACE_AGENTS,    1000000"
    })
    void nameSaysTheKindOfTheValue(String name, String value) {
        assertThat(variables.getOrDefault(name, "")).isEqualTo(value);
    }
}
