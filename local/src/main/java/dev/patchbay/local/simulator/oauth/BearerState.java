package dev.patchbay.local.simulator.oauth;

/** What a provider's API knows of the access token that it was shown. */
public sealed interface BearerState {

    record Live(AccessToken token) implements BearerState {}

    /** The token is not valid. */
    sealed interface Dead extends BearerState {}

    record Expired() implements Dead {}

    /**
     * Revoked before it expired.
     *
     * @param byAccount whether the account revoked its consent, and not only this token
     */
    record Revoked(boolean byAccount) implements Dead {}

    /** Never issued here. */
    record Unknown() implements Dead {}

    /** None was shown. */
    record Missing() implements Dead {}
}
