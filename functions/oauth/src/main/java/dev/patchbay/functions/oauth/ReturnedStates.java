package dev.patchbay.functions.oauth;

import dev.patchbay.http.ApiRequest;
import dev.patchbay.vault.OneTimeToken;
import java.util.Optional;

/** Consumes the states with which browsers return. Thread-safe. */
final class ReturnedStates {
    private final OAuthParts parts;

    ReturnedStates(OAuthParts parts) {
        this.parts = parts;
    }

    /** The state, unless it is unknown, used, too old or of another provider. It is used up in any case. */
    Optional<OAuthState> consumed(ApiRequest request) {
        return request.query("state")
                .flatMap(token -> parts.stores().states().consume(OneTimeToken.hash(token)))
                .filter(found -> found.provider().value().equals(request.path("provider")))
                .filter(found -> parts.clock().instant().isBefore(found.expiresAt()));
    }
}
