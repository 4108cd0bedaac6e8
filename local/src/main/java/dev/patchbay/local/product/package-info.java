/**
 * A product that connects accounts through Patchbay, as small as one can be: what a member's browser shows in the demo and in the browser tests.
 * Imports nothing of the stack.
 */
@NullMarked
package dev.patchbay.local.product;

import org.jspecify.annotations.NullMarked;
