package dev.patchbay.app;

import java.io.Serial;

/** The operator has not registered an OAuth app yet, or its secret has another shape. The message says what to do. */
public final class OAuthAppMissingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OAuthAppMissingException(String secretName) {
        this(
                "The secret " + secretName,
                "must hold {\"clientId\": …, \"clientSecret\": …}, and may hold \"authority\"");
    }

    private OAuthAppMissingException(String what, String fault) {
        super(what + " " + fault + "; see docs/providers for how to register the app");
    }

    /** The secret names an authority that the provider does not take. It is not quoted: it may be something else, in the wrong place. */
    public static OAuthAppMissingException wrongAuthority(String app) {
        return new OAuthAppMissingException(
                "The \"authority\" in the secret of the OAuth app " + app, "is not one that the provider takes");
    }
}
