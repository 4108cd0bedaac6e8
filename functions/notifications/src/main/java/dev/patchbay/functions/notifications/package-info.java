/**
 * Notifies members of what happened to their connections and agents: once in the list of the workspace, and once by mail to each member
 * who wants it. Two handlers in one module, because they need the same libraries: one for the bus, one for the API.
 */
@NullMarked
package dev.patchbay.functions.notifications;

import org.jspecify.annotations.NullMarked;
