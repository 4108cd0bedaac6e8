/** The whole stack under random faults. */
@NullMarked
package dev.patchbay.tests.chaos;

import org.jspecify.annotations.NullMarked;
