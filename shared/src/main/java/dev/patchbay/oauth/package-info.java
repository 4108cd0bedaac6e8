/**
 * The OAuth flow against a provider's token endpoint: authorization address, grants, and what their answers and errors mean. Imports
 * {@code call}, {@code catalog}, {@code app}, {@code aws} and {@code vault}.
 */
@NullMarked
package dev.patchbay.oauth;

import org.jspecify.annotations.NullMarked;
