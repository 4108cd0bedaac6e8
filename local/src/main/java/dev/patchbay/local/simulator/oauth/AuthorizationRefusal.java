package dev.patchbay.local.simulator.oauth;

/** Why an authorization request does not come to its consent page. */
public enum AuthorizationRefusal {
    UNKNOWN_CLIENT("invalid_client", "No app is registered under this client_id."),
    UNKNOWN_REDIRECT("redirect_uri_mismatch", "This redirect_uri is not registered for the app."),
    WRONG_RESPONSE_TYPE("unsupported_response_type", "response_type must be code."),
    WRONG_RESPONSE_MODE("invalid_request", "response_mode must be query; the simulators know no other."),
    UNKNOWN_SCOPE("invalid_scope", "A scope that was asked for does not exist."),
    NO_SCOPE("invalid_scope", "No scope was asked for."),
    NO_CHALLENGE("invalid_request", "A code_challenge is required."),
    WRONG_CHALLENGE_METHOD("invalid_request", "code_challenge_method must be S256.");

    private final String code;
    private final String sentence;

    AuthorizationRefusal(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The error code of RFC 6749, section 4.1.2.1, or the provider's usual one where that has none. */
    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether the error is shown to the person, since the app's address cannot be trusted or used. */
    public boolean isShownToPerson() {
        return this == UNKNOWN_CLIENT || this == UNKNOWN_REDIRECT || this == WRONG_RESPONSE_MODE;
    }
}
