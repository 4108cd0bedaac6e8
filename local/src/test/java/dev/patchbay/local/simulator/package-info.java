/** Holds each simulator to what the real provider does. */
@NullMarked
package dev.patchbay.local.simulator;

import org.jspecify.annotations.NullMarked;
