/** Exports and erasures of a workspace's data. */
@NullMarked
package dev.patchbay.tests.privacy;

import org.jspecify.annotations.NullMarked;
