/** Slack: its OAuth v2 and the Web API methods that Patchbay uses. */
@NullMarked
package dev.patchbay.local.simulator.provider.slack;

import org.jspecify.annotations.NullMarked;
