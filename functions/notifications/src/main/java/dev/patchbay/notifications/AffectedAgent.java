package dev.patchbay.notifications;

/** An agent that a notification names. */
record AffectedAgent(String id, String name) {}
