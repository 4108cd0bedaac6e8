/** Tests of the bench's arithmetic. */
@NullMarked
package dev.patchbay.local.cli;

import org.jspecify.annotations.NullMarked;
