package dev.patchbay.local.simulator.oauth;

/** What a provider's API knows of the access token that it was shown. */
public sealed interface BearerState {

    record Live(AccessToken token) implements BearerState {}

    /** It opens nothing. */
    sealed interface Dead extends BearerState {}

    record Expired() implements Dead {}

    /**
     * Taken back before its time.
     *
     * @param byAccount whether the account took back its consent, rather than that this token alone was revoked
     */
    record Revoked(boolean byAccount) implements Dead {}

    /** Never issued here. */
    record Unknown() implements Dead {}

    /** None was shown. */
    record Missing() implements Dead {}
}
