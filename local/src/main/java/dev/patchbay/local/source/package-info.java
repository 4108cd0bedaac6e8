/** What makes functions run besides HTTP: queues, table streams, the clock. May import {@code template}, {@code aws} and {@code lambda}. */
@NullMarked
package dev.patchbay.local.source;

import org.jspecify.annotations.NullMarked;
