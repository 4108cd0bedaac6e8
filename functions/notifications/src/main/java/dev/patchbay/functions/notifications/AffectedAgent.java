package dev.patchbay.functions.notifications;

/** An agent that a notification names. */
public record AffectedAgent(String id, String name) {}
