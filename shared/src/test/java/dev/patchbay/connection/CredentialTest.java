package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private static final Secret ACCESS = Secret.of("access-\"1\"");
    private static final Secret REFRESH = Secret.of("refresh-é");

    static Credential[] credentials() {
        return new Credential[] {
            new Credential.OAuthTokens(ACCESS, Optional.of(REFRESH)),
            new Credential.OAuthTokens(ACCESS, Optional.empty()),
            new Credential.ApiKey(Secret.of("key-1"))
        };
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void comesBackFromItsSecretAsItWas(Credential credential) {
        assertThat(Credential.of(credential.toSecret())).isEqualTo(credential);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void printsNoSecret(Credential credential) {
        assertThat(credential.toString()).contains("***").doesNotContain("access-", "refresh-", "key-1");
    }

    /** It is stored, sealed: an older record must still be read. */
    @Test
    void storedFormStaysWhatItWas() {
        assertThat(new Credential.OAuthTokens(Secret.of("a"), Optional.of(Secret.of("r")))
                        .toSecret()
                        .reveal())
                .isEqualTo("{\"kind\":\"oauth2\",\"access\":\"a\",\"refresh\":\"r\"}");
        assertThat(new Credential.OAuthTokens(Secret.of("a"), Optional.empty())
                        .toSecret()
                        .reveal())
                .isEqualTo("{\"kind\":\"oauth2\",\"access\":\"a\"}");
        assertThat(new Credential.ApiKey(Secret.of("k")).toSecret().reveal())
                .isEqualTo("{\"kind\":\"api-key\",\"key\":\"k\"}");
    }

    @Test
    void newRefreshTokenReplacesTheOld() {
        TokenSet granted = new TokenSet(
                ACCESS, Optional.of(REFRESH), Optional.empty(), Optional.empty(), Set.of(), MissingNode.getInstance());

        assertThat(Credential.of(granted, Optional.of(Secret.of("old"))).refreshToken())
                .contains(REFRESH);
    }

    @Test
    void grantWithoutARefreshTokenKeepsTheOld() {
        TokenSet granted = new TokenSet(
                ACCESS, Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), MissingNode.getInstance());

        assertThat(Credential.of(granted, Optional.of(Secret.of("old"))).refreshToken())
                .contains(Secret.of("old"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xoxb-plain",
                "{}",
                "{\"kind\":\"passkey\",\"key\":\"xoxb-plain\"}",
                "{\"kind\":\"api-key\",\"xoxb-plain\":1}"
            })
    void unknownFormIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> Credential.of(Secret.of(text)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A stored credential has a form that this version does not know")
                .hasNoCause();
    }
}
