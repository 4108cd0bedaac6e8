package dev.patchbay.functions.oauth;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A connect that is under way, as it is kept between authorize and callback.
 *
 * @param hash SHA-256 of the state that the provider echoes, in hexadecimal; the state itself is stored nowhere
 * @param reconnecting the connection to be renewed, if it is a reconnect
 * @param returnTo the path of the web app to return to
 * @param expiresAt from then on it is refused, though DynamoDB may still hold it
 */
public record OAuthState(
        String hash,
        Requester requester,
        ProviderId provider,
        Optional<ConnectionId> reconnecting,
        String returnTo,
        Exchange exchange,
        Instant expiresAt) {

    /**
     * The member who connects.
     *
     * @param email where the member is notified if the connection needs a person; personal data, deleted with the state
     */
    public record Requester(WorkspaceId workspace, MemberId member, Optional<EmailAddress> email) {}

    /**
     * What the exchange of the code needs.
     *
     * @param redirectUri where the provider sends the browser; the exchange must name the same
     * @param codeVerifier sealed, where PKCE is used
     */
    public record Exchange(URI redirectUri, Optional<SealedSecret> codeVerifier) {}

    public WorkspaceId workspace() {
        return requester.workspace();
    }

    public MemberId member() {
        return requester.member();
    }

    /** Returns the same with its code verifier. */
    public OAuthState with(SealedSecret verifier) {
        Exchange verified = new Exchange(exchange.redirectUri(), Optional.of(verifier));
        return new OAuthState(hash, requester, provider, reconnecting, returnTo, verified, expiresAt);
    }
}
