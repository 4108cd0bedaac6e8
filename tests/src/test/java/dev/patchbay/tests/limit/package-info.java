/** A workspace's share of requests. */
@NullMarked
package dev.patchbay.tests.limit;

import org.jspecify.annotations.NullMarked;
