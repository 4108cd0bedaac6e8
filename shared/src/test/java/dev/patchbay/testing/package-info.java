/** What tests of several modules share. Imports nothing of Patchbay. */
@NullMarked
package dev.patchbay.testing;

import org.jspecify.annotations.NullMarked;
