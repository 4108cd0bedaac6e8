package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/adding-a-provider.md to what a catalogue file may hold. */
class AddingAProviderTest {
    private static final String PAGE = page();

    @Test
    void exampleIsARightFile() throws IOException {
        String block = PAGE.split("```yaml\n", 2)[1].split("```", 2)[0];

        Provider provider =
                ProviderYaml.read("acme-notes.yaml", new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)));

        assertThat(provider.oauth().consent().requiredScopes()).containsExactly("notes.write");
        assertThat(CatalogSources.read(
                                "acme-notes.yaml", new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)))
                        .facts())
                .isNotEmpty();
    }

    static Stream<String> fields() {
        return Stream.of(
                        Provider.class,
                        Auth.OAuth2.class,
                        Auth.ApiKey.class,
                        AlternativeKey.class,
                        Auth.Scope.class,
                        Auth.Ending.class,
                        Auth.Calls.class,
                        Auth.Revocation.class,
                        Identity.class,
                        CatalogCall.class,
                        ConnectionParameter.class,
                        ApiHost.class,
                        ConnectionChoice.class,
                        TokenAnswer.class,
                        TokenAnswer.Errors.class,
                        ErrorRule.class,
                        Quota.class)
                .flatMap(type -> StrictParts.fields(type).stream())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void everyFieldIsDescribed(String field) {
        assertThat(PAGE).contains("`" + field + "`");
    }

    static Stream<String> choices() {
        return Stream.of(
                        Auth.ApiKey.In.class,
                        Auth.ClientAuthentication.class,
                        Auth.Pkce.class,
                        Auth.ScopeSeparator.class,
                        Auth.RefreshTokens.class,
                        Auth.Ending.Since.class,
                        Auth.Calls.Bearer.class,
                        Auth.Revocation.Reach.class,
                        CatalogCall.Method.class,
                        CatalogCall.Sends.class,
                        CatalogCall.Client.class,
                        ErrorRule.Meaning.class,
                        Quota.Per.class)
                .flatMap(type -> Arrays.stream(type.getFields()))
                .filter(Field::isEnumConstant)
                .map(constant -> Objects.requireNonNull(constant.getAnnotation(JsonProperty.class))
                        .value())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("choices")
    void everyChoiceIsDescribed(String choice) {
        assertThat(PAGE).contains("`" + choice + "`");
    }

    private static String page() {
        try {
            return Files.readString(Path.of("../docs/adding-a-provider.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
