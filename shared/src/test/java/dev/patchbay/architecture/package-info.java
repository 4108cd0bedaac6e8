/** Checks the rules of the library: which package may import which, which may read a secret, and how classes are named. */
@NullMarked
package dev.patchbay.architecture;

import org.jspecify.annotations.NullMarked;
