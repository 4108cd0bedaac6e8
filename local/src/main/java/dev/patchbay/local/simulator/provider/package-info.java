/** The providers whose simulator fits in one class: those reached by OAuth, and those reached by an API key. */
@NullMarked
package dev.patchbay.local.simulator.provider;

import org.jspecify.annotations.NullMarked;
