/** Tests of how functions log. */
@NullMarked
package dev.patchbay.log;

import org.jspecify.annotations.NullMarked;
