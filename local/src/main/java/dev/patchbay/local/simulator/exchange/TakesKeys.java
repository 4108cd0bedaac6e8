package dev.patchbay.local.simulator.exchange;

/** A provider to which an account can be connected by a key that a person pastes in. */
public interface TakesKeys {

    /** A key that works from the start. */
    String key();

    /** A key of another account that works from the start. */
    String keyOfAnother();
}
