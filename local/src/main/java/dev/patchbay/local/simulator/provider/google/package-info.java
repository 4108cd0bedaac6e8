/** Google: its OAuth, and the parts of Gmail that Patchbay uses. */
@NullMarked
package dev.patchbay.local.simulator.provider.google;

import org.jspecify.annotations.NullMarked;
