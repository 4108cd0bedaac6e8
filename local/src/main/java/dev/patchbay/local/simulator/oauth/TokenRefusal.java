package dev.patchbay.local.simulator.oauth;

/** Why a token endpoint refuses a token. Each provider has its own wording. */
public enum TokenRefusal {
    UNKNOWN_CLIENT,
    WRONG_SECRET,
    MISSING_PARAMETER,
    UNSUPPORTED_GRANT_TYPE,
    UNKNOWN_CODE,
    USED_CODE,
    EXPIRED_CODE,
    WRONG_REDIRECT,
    MISSING_VERIFIER,
    WRONG_VERIFIER,
    UNKNOWN_REFRESH_TOKEN,
    DEAD_REFRESH_TOKEN,
    SCOPE_NOT_GRANTED
}
