/** Agents: registered, paused when a connection ends, resumed. */
@NullMarked
package dev.patchbay.tests.agent;

import org.jspecify.annotations.NullMarked;
