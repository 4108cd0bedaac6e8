package dev.patchbay.local.simulator.oauth;

/** The credentials that a provider issues to a registered OAuth app. */
public record OAuthAppCredentials(String clientId, String clientSecret) {

    @Override
    public String toString() {
        return "OAuthAppCredentials[clientId=" + clientId + ", clientSecret=***]";
    }
}
