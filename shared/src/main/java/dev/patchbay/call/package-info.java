/**
 * HTTP calls to a provider: request, authorization, answer, and what a failure means by the rules of the catalogue. Imports
 * {@code catalog}, {@code app}, {@code aws} and {@code vault}.
 */
@NullMarked
package dev.patchbay.call;

import org.jspecify.annotations.NullMarked;
