/** Fresh tokens: refreshed on demand and on schedule, under one lease, with outages and dead credentials. */
@NullMarked
package dev.patchbay.tests.refresh;

import org.jspecify.annotations.NullMarked;
