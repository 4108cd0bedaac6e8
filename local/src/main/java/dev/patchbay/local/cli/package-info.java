/** The commands of {@code ./patchbay}. May import everything. The only place that prints. */
@NullMarked
package dev.patchbay.local.cli;

import org.jspecify.annotations.NullMarked;
