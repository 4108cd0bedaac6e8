package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What the secret of an OAuth app may hold. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class OAuthAppSecretsTest {
    private final String prefix = "patchbay/" + UUID.randomUUID() + "/oauth-app/";
    private final SecretsManagerClient secrets;
    private final OAuthApps apps;

    OAuthAppSecretsTest(Aws aws) {
        secrets = aws.clients().secretsManager();
        apps = new SecretsManagerOAuthApps(() -> secrets, prefix);
    }

    @Test
    void idAndSecretAreEnough() {
        store("{\"clientId\":\"id\",\"clientSecret\":\"secret\"}");

        OAuthApps.OAuthApp app = apps.get("microsoft");

        assertThat(app.clientId().getValue()).isEqualTo("id");
        assertThat(app.clientSecret().getValue()).isEqualTo("secret");
        assertThat(app.authority()).isEmpty();
    }

    @Test
    void anAuthorityMayStandBesideThem() {
        store("{\"clientId\":\"id\",\"clientSecret\":\"secret\",\"authority\":\"contoso.example\"}");

        assertThat(apps.get("microsoft").authority()).contains("contoso.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"clientId\":\"id\"}",
                "not JSON",
                "{\"clientId\":\"id\",\"clientSecret\":\"secret\",\"authority\":1}",
                "{\"clientId\":\"id\",\"clientSecret\":\"secret\",\"authority\":null}"
            })
    void anythingElseIsNoApp(String secret) {
        store(secret);

        assertThatThrownBy(() -> apps.get("microsoft"))
                .isInstanceOf(OAuthAppMissingException.class)
                .hasMessageContaining(prefix + "microsoft");
    }

    private void store(String secret) {
        secrets.createSecret(request -> request.name(prefix + "microsoft").secretString(secret));
    }
}
