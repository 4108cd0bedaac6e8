/** Events on their way from the tables to the event bus. */
@NullMarked
package dev.patchbay.tests.relay;

import org.jspecify.annotations.NullMarked;
