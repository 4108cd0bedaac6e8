/** Takes each event that a table write carried, from the table's stream to the event bus. */
@NullMarked
package dev.patchbay.functions.relay;

import org.jspecify.annotations.NullMarked;
