package dev.patchbay.local.simulator.exchange;

/** A provider to which an account can be connected by a key that a person pastes in. */
public interface TakesKeys {

    /** A key that works from the start. */
    String key();
}
