/** Tests of the bench's arithmetic. */
@NullMarked
package dev.patchbay.local.bench;

import org.jspecify.annotations.NullMarked;
