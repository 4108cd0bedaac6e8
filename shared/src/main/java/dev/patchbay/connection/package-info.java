/**
 * The row of a connection and every write to it: its credential, the lease under which it is refreshed, its status and its events.
 * {@link dev.patchbay.connection.ConnectionAttributes} lists the attributes, {@code ConnectionTransitions} the writes. Imports
 * {@code oauth}, {@code catalog}, {@code vault}, {@code event}, {@code aws}, {@code hash} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.connection;

import org.jspecify.annotations.NullMarked;
