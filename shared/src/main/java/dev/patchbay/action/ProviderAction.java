package dev.patchbay.action;

import dev.patchbay.call.CallAuthorization;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Connection;
import dev.patchbay.vault.Secret;

/**
 * One operation of a provider, such as sending an email. Implementations are thread-safe and hold no state of a call.
 *
 * @param <I> the input, a record read strictly from JSON
 */
public interface ProviderAction<I> {
    /** Its name in the catalogue and the API, such as {@code gmail.send-email}. */
    String name();

    Class<I> inputType();

    /** Whether doing it twice does no harm: only then is a call whose outcome is unknown made again. */
    boolean safeToRepeat();

    /**
     * Looks at the input before anything is called.
     *
     * @throws ProviderException with an {@code InvalidInput} if it can never be accepted
     */
    void check(I input) throws ProviderException;

    /**
     * Makes the call.
     *
     * @throws ProviderException if the provider did not do it, or may not have
     */
    ActionResult call(I input, Access access) throws ProviderException;

    /** What a call goes through: the connection and its secret in clear, for the length of the call. */
    record Access(Provider provider, Connection connection, Secret secret, CallAuthorization authorization) {

        /** A call of the provider's API, authorized as this provider wants it. */
        public ProviderRequest authorized(ProviderRequest request) {
            return authorization.of(
                    provider, request, secret, connection.target().parameters());
        }
    }
}
