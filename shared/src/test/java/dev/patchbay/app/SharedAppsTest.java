package dev.patchbay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of providers that share an OAuth app repeat its facts identically. */
class SharedAppsTest {
    private static final Map<String, List<Auth.OAuth2>> APPS = new ProviderCatalog(
                    SharedAppsTest.class.getClassLoader(), Map.of())
            .all().stream()
                    .filter(provider -> provider.auth() instanceof Auth.OAuth2)
                    .map(Provider::oauth)
                    .collect(Collectors.groupingBy(Auth.OAuth2::app));

    static Stream<Arguments> shared() {
        return APPS.entrySet().stream()
                .filter(app -> app.getValue().size() > 1)
                .map(app -> Arguments.of(app.getKey(), app.getValue()));
    }

    @Test
    void someAppsAreShared() {
        assertThat(shared().map(app -> app.get()[0])).contains("google", "microsoft", "slack");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shared")
    void filesOfOneAppDifferInNothingButTheirProduct(String app, List<Auth.OAuth2> files) {
        assertThat(files)
                .allSatisfy(file -> assertThat(file)
                        .usingRecursiveComparison()
                        .ignoringFields(own(app))
                        .isEqualTo(files.getFirst()));
    }

    private static String[] own(String app) {
        // A person's token is requested, returned and revoked separately from the bot's.
        return app.equals("slack")
                ? new String[] {
                    "consent.scopes",
                    "consent.scopeParameter",
                    "tokens.tokenAnswer.value.tokens",
                    "tokens.tokenAnswer.value.tokenType",
                    "revocation.reach"
                }
                : new String[] {"consent.scopes"};
    }
}
