package dev.patchbay.local.simulator.provider.slack;

/**
 * One channel of the simulated workspace.
 *
 * @param joined whether the app's bot is a member
 */
record SlackChannel(String id, String name, boolean isPrivate, boolean archived, boolean joined) {}
