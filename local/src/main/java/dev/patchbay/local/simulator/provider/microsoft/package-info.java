/** Microsoft: the Entra v2 endpoints as MSAL calls them, and the parts of Graph that tell who someone is. */
@NullMarked
package dev.patchbay.local.simulator.provider.microsoft;

import org.jspecify.annotations.NullMarked;
