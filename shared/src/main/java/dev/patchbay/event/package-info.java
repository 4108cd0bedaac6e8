/**
 * Patchbay's public outbound interface: the events that appear on EventBridge. An event is written into the item whose change
 * it reports, in the same conditional write, and relayed from the table's stream: no change without its event, no event without
 * its change. Imports {@code tenant} only. The events are listed in docs/events.md.
 */
@NullMarked
package dev.patchbay.event;

import org.jspecify.annotations.NullMarked;
