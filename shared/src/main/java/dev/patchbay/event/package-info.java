/**
 * Patchbay's public outbound interface: the events that appear on EventBridge, a record for each type, and their JSON. An event is written
 * into the item whose change it reports, in the same conditional write, and relayed from the table's stream: no change without its event,
 * no event without its change. Imports {@code tenant} only. docs/events.md and docs/events.schema.json are made of the records.
 */
@NullMarked
package dev.patchbay.event;

import org.jspecify.annotations.NullMarked;
