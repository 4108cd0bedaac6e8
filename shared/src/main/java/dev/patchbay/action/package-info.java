/**
 * What becomes of an action between its acceptance and its outcome: the queue it goes through, the record that makes it act once,
 * and the runner that every worker shares. The top layer: may import everything else.
 */
@NullMarked
package dev.patchbay.action;

import org.jspecify.annotations.NullMarked;
