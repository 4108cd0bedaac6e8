package dev.patchbay.local.simulator.oauth;

/** What a provider's API knows of the access token that it was shown. */
public sealed interface BearerState {

    record Live(AccessToken token) implements BearerState {}

    record Expired() implements BearerState {}

    /**
     * Taken back before its time.
     *
     * @param byAccount whether the account took back its consent, rather than that this token alone was revoked
     */
    record Revoked(boolean byAccount) implements BearerState {}

    /** Never issued here, or none was shown. */
    record Unknown() implements BearerState {}
}
