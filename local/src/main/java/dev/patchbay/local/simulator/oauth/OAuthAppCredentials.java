package dev.patchbay.local.simulator.oauth;

/** What a provider gives to a registered OAuth app. */
public record OAuthAppCredentials(String clientId, String clientSecret) {

    @Override
    public String toString() {
        return "OAuthAppCredentials[clientId=" + clientId + ", clientSecret=***]";
    }
}
