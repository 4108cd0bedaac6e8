/** What must hold for the actions in Apollo, shown against an HTTP server that stands for it. */
@NullMarked
package dev.patchbay.functions.apollo;

import org.jspecify.annotations.NullMarked;
