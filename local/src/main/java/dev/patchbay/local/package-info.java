/**
 * The local stack: everything that {@code template.yaml} describes, in one process, without Docker or AWS. {@link
 * dev.patchbay.local.LocalCloud} puts the parts together and may import them all. Never deployed.
 */
@NullMarked
package dev.patchbay.local;

import org.jspecify.annotations.NullMarked;
