/** Patchbay's API as a member's browser or program calls it, for the demo and the end-to-end tests. */
@NullMarked
package dev.patchbay.local.client;

import org.jspecify.annotations.NullMarked;
