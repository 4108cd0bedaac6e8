/**
 * The worker that acts in Slack, through Slack's own client library. May import everything in shared.
 */
@NullMarked
package dev.patchbay.functions.slack;

import org.jspecify.annotations.NullMarked;
