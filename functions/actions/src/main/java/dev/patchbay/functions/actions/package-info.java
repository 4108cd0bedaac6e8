/** Accepting actions and telling their outcome. The work itself is done by the worker of each provider. */
@NullMarked
package dev.patchbay.functions.actions;

import org.jspecify.annotations.NullMarked;
