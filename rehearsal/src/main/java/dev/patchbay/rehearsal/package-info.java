/**
 * The rehearsal of a function before Lambda takes a snapshot of it: its sample events, the answers of AWS and of the provider, and the
 * server that gives them. Imports nothing of Patchbay.
 */
@NullMarked
package dev.patchbay.rehearsal;

import org.jspecify.annotations.NullMarked;
