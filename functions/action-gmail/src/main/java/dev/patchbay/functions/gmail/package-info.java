/**
 * The worker that acts in Gmail: mail is written by Angus Mail and sent by Google's client library. May import everything in shared.
 */
@NullMarked
package dev.patchbay.functions.gmail;

import org.jspecify.annotations.NullMarked;
