package dev.patchbay.oauth;

import dev.patchbay.connection.OAuthState;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import java.util.Optional;

/** Consumes the states with which browsers come back. Thread-safe. */
final class ReturnedStates {
    private final OAuthParts parts;

    ReturnedStates(OAuthParts parts) {
        this.parts = parts;
    }

    /** @throws ProblemException unless it is good for this browser, provider and time; it is burnt in any case */
    OAuthState consumed(ApiRequest request) {
        Optional<OAuthState> state =
                request.query("state").flatMap(token -> parts.states().consume(StateToken.hash(token)));
        return state.filter(found -> found.provider().value().equals(request.path("provider")))
                .filter(found -> request.cookie(StateToken.COOKIE)
                        .map(StateToken::hash)
                        .filter(hash -> StateToken.same(hash, found.cookieHash()))
                        .isPresent())
                .filter(found -> parts.clock().instant().isBefore(found.expiresAt()))
                .orElseThrow(ReturnedStates::invalid);
    }

    static ProblemException invalid() {
        return Problem.of(
                        400,
                        "invalid_oauth_state",
                        "Invalid OAuth state",
                        "This link was used before, is older than 10 minutes, or belongs to another browser. Start the"
                                + " connect again")
                .asException();
    }
}
