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

        assertThat(moved.api().baseUrl()).isEqualTo(URI.create("http://localhost:4000"));
        assertThat(moved.identity().request().url()).isEqualTo(new UrlTemplate("http://localhost:4000/me"));
        assertThat(moved.oauth().endpoints().authorizationUrl())
                .isEqualTo(URI.create("http://localhost:4000/oauth/authorize?tenant=all"));
        assertThat(moved.oauth().endpoints().tokenUrl()).isEqualTo(URI.create("http://localhost:4000/oauth/token"));
        assertThat(moved.oauth().revocation().url()).contains(new UrlTemplate("http://localhost:4000/oauth/revoke"));
    }

    @Test
    void basePathStandsBeforeTheEndpointsPath() {
        assertThat(moved(Map.of("sample", "http://localhost:4000/sample/"))
                        .identity()
                        .request()
                        .url())
                .isEqualTo(new UrlTemplate("http://localhost:4000/sample/me"));
    }

    @Test
    void oauthAppsNameMovesAllItsProviders() {
        assertThat(moved(Map.of("sample-app", "http://localhost:4000")).api().baseUrl())
                .isEqualTo(URI.create("http://localhost:4000"));
    }

    @Test
    void providersOwnNameWinsOverItsApps() {
        assertThat(moved(Map.of("sample-app", "http://localhost:1", "sample", "http://localhost:2"))
                        .api()
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
                        "api.baseUrl",
                        "access.identity.request.url",
                        "access.auth.endpoints.authorizationUrl",
                        "access.auth.endpoints.tokenUrl",
                        "access.auth.revocation.url")
                .isEqualTo(SAMPLE);
    }

    @Test
    void apiKeyProviderMovesByItsName() {
        Map<String, String> setting = Map.of("apollo", "http://localhost:4000");

        Provider apollo =
                new ProviderCatalog(BaseUrlsTest.class.getClassLoader(), setting).get(new ProviderId("apollo"));

        assertThat(apollo.identity().request().url())
                .isEqualTo(new UrlTemplate("http://localhost:4000/api/v1/auth/health"));
    }

    private static Provider moved(Map<String, String> setting) {
        return SampleYaml.moved(SAMPLE, setting);
    }
}
