/** What must hold for the actions in Slack, shown against an HTTP server that stands for it. */
@NullMarked
package dev.patchbay.action.slack;

import org.jspecify.annotations.NullMarked;
