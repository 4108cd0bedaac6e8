package dev.patchbay.local.simulator.provider.slack;

/** One member of the simulated workspace. */
record SlackPerson(String id, String name, String realName, String email) {}
