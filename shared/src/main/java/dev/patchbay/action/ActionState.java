package dev.patchbay.action;

/** How far an action is. */
public enum ActionState {
    /** Accepted; no worker has begun, or the last attempt did nothing and another will follow. */
    QUEUED,
    /** A worker is calling the provider. */
    RUNNING,
    /** Done. */
    SUCCEEDED,
    /** Not done, and it will not be tried again. */
    FAILED,
    /** The worker or the provider failed during the call: it may or may not have been done, and it is not tried again. */
    UNKNOWN;

    /** Whether nothing will change any more. */
    public boolean terminal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, UNKNOWN -> true;
        };
    }
}
