/** A function for the tests of the local stack, zipped as a deployable is. */
@NullMarked
package dev.patchbay.local.testfunction;

import org.jspecify.annotations.NullMarked;
