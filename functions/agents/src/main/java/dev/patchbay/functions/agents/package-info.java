/** The agents of a workspace: registering, pausing and resuming them, and pausing those whose connection has ended. */
@NullMarked
package dev.patchbay.functions.agents;

import org.jspecify.annotations.NullMarked;
