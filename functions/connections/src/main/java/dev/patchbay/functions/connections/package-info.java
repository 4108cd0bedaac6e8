/** The connections of a workspace: list, show, choose, add by API key, remove; and what can be connected. */
@NullMarked
package dev.patchbay.functions.connections;

import org.jspecify.annotations.NullMarked;
