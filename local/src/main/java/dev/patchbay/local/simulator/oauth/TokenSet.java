package dev.patchbay.local.simulator.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * The tokens that a token endpoint issues.
 *
 * @param refreshToken empty when the answer names none
 * @param lifetime of the access token; empty: without end
 * @param refreshed whether it was given for a refresh token and not for a code
 */
public record TokenSet(
        AccessToken access,
        Optional<String> refreshToken,
        Optional<Duration> refreshLifetime,
        Optional<Duration> lifetime,
        boolean refreshed) {

    @Override
    public String toString() {
        return "TokenSet[" + access + "]";
    }

    public Grant grant() {
        return access.grant();
    }
}
