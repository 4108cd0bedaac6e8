package dev.patchbay.functions.privacy;

/**
 * What a step of an erase came to.
 *
 * @param found how many items were there
 * @param done whether each of them was seen to; if not, time ran out
 */
public record Step(int found, boolean done) {}
