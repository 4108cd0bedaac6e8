/**
 * The runtime where AWS's native client does not run (macOS, Windows): the same contract in plain Java. It is put on a function's own
 * class path, so it may import nothing of the local stack.
 */
@NullMarked
package dev.patchbay.local.runtimeloop;

import org.jspecify.annotations.NullMarked;
