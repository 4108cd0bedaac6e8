/** Actions: accepted, queued, performed at most once, retried, abandoned, and their history. */
@NullMarked
package dev.patchbay.tests.action;

import org.jspecify.annotations.NullMarked;
