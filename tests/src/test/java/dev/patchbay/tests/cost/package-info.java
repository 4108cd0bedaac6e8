/** Requests and costs, counted on the running stack. */
@NullMarked
package dev.patchbay.tests.cost;

import org.jspecify.annotations.NullMarked;
