/** Tests of how functions log. */
@NullMarked
package dev.patchbay.hash;

import org.jspecify.annotations.NullMarked;
