/** Tests of the logging backend. */
@NullMarked
package dev.patchbay.log;

import org.jspecify.annotations.NullMarked;
