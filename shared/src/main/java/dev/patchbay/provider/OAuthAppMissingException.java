package dev.patchbay.provider;

import java.io.Serial;

/** The operator has not registered an OAuth app yet, or its secret has another shape. The message says what to do. */
public final class OAuthAppMissingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OAuthAppMissingException(String secretName) {
        super("The secret " + secretName
                + " must hold {\"clientId\": …, \"clientSecret\": …}; see docs/providers for how"
                + " to register the app");
    }
}
