/** Registers, pauses and resumes the agents of a workspace, and pauses those whose connection has ended. */
@NullMarked
package dev.patchbay.functions.agents;

import org.jspecify.annotations.NullMarked;
