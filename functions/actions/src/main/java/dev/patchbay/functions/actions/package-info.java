/** Accepts actions and returns their outcome. The worker of each provider performs them. */
@NullMarked
package dev.patchbay.functions.actions;

import org.jspecify.annotations.NullMarked;
