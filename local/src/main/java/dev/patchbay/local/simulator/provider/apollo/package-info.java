/** Apollo: people enrichment behind an API key. */
@NullMarked
package dev.patchbay.local.simulator.provider.apollo;

import org.jspecify.annotations.NullMarked;
