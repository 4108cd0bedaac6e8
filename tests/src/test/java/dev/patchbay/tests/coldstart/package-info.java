/** What a cold start loads, and what a rehearsal before the snapshot saves. */
@NullMarked
package dev.patchbay.tests.coldstart;

import org.jspecify.annotations.NullMarked;
