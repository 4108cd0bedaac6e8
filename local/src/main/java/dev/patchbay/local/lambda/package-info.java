/**
 * Runs functions as Lambda does: one JVM per environment, started on first use, spoken to by the Lambda Runtime API. May import {@code
 * template} and {@code aws}.
 */
@NullMarked
package dev.patchbay.local.lambda;

import org.jspecify.annotations.NullMarked;
