/** The embedded AWS and the provider simulators that run Patchbay on one machine. Never deployed. */
@NullMarked
package dev.patchbay.local;

import org.jspecify.annotations.NullMarked;
