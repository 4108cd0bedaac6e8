/** What must hold for the actions in Slack, shown against an HTTP server that stands for it. */
@NullMarked
package dev.patchbay.functions.slack;

import org.jspecify.annotations.NullMarked;
