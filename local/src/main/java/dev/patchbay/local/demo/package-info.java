/** The main job, run as a user would run it: over HTTP, against a local stack. */
@NullMarked
package dev.patchbay.local.demo;

import org.jspecify.annotations.NullMarked;
