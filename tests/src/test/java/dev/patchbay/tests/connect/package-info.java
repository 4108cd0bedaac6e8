/** Connecting an account: by OAuth, by API key, with hostile answers, and each provider of the catalogue. */
@NullMarked
package dev.patchbay.tests.connect;

import org.jspecify.annotations.NullMarked;
