/** What must hold for the actions in Apollo, shown against an HTTP server that stands for it. */
@NullMarked
package dev.patchbay.action.apollo;

import org.jspecify.annotations.NullMarked;
