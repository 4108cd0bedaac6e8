package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaseUrlsTest {
    private static final Provider SAMPLE = SampleYaml.provider();

    @Test
    void everyEndpointMovesAndKeepsPathAndQuery() {
        Provider moved = moved(Map.of("sample", "http://localhost:4000"));

        assertThat(moved.baseUrl()).isEqualTo(URI.create("http://localhost:4000"));
        assertThat(moved.identity().url()).isEqualTo(new UrlTemplate("http://localhost:4000/me"));
        assertThat(moved.oauth().authorizationUrl())
                .isEqualTo(URI.create("http://localhost:4000/oauth/authorize?tenant=all"));
        assertThat(moved.oauth().tokenUrl()).isEqualTo(URI.create("http://localhost:4000/oauth/token"));
        assertThat(moved.oauth().revocation().url()).contains(new UrlTemplate("http://localhost:4000/oauth/revoke"));
    }

    @Test
    void basePathStandsBeforeTheEndpointsPath() {
        assertThat(moved(Map.of("sample", "http://localhost:4000/sample/"))
                        .identity()
                        .url())
                .isEqualTo(new UrlTemplate("http://localhost:4000/sample/me"));
    }

    @Test
    void oauthAppsNameMovesAllItsProviders() {
        assertThat(moved(Map.of("sample-app", "http://localhost:4000")).baseUrl())
                .isEqualTo(URI.create("http://localhost:4000"));
    }

    @Test
    void providersOwnNameWinsOverItsApps() {
        assertThat(moved(Map.of("sample-app", "http://localhost:1", "sample", "http://localhost:2"))
                        .baseUrl())
                .isEqualTo(URI.create("http://localhost:2"));
    }

    @Test
    void withoutASettingNothingMoves() {
        assertThat(moved(Map.of("other", "http://localhost:4000"))).isEqualTo(SAMPLE);
    }

    @Test
    void nothingButUrlsChanges() {
        Provider moved = moved(Map.of("sample", "http://localhost:4000"));

        assertThat(moved)
                .usingRecursiveComparison()
                .ignoringFields(
                        "baseUrl", "identity.url", "auth.authorizationUrl", "auth.tokenUrl", "auth.revocation.url")
                .isEqualTo(SAMPLE);
    }

    @Test
    void apiKeyProviderMovesByItsName() {
        Map<String, String> setting = Map.of("apollo", "http://localhost:4000");

        Provider apollo =
                new ProviderCatalog(BaseUrlsTest.class.getClassLoader(), setting).get(new ProviderId("apollo"));

        assertThat(apollo.identity().url()).isEqualTo(new UrlTemplate("http://localhost:4000/api/v1/auth/health"));
    }

    private static Provider moved(Map<String, String> setting) {
        return new BaseUrls(setting).applyTo(SAMPLE);
    }
}
