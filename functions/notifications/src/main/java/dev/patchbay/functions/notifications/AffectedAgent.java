package dev.patchbay.functions.notifications;

/** An agent that a notification names. */
record AffectedAgent(String id, String name) {}
