/** Microsoft: the Entra v2 endpoints as MSAL calls them, and the parts of Graph that return a user's identity. */
@NullMarked
package dev.patchbay.local.simulator.provider.microsoft;

import org.jspecify.annotations.NullMarked;
