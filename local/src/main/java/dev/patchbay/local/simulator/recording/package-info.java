/**
 * Records what an app and a provider sent each other, as JSON lines that can be held against the provider's published
 * specification: with the provider's own host, and without secrets.
 */
@NullMarked
package dev.patchbay.local.simulator.recording;

import org.jspecify.annotations.NullMarked;
