/**
 * Tokens of Microsoft accounts, by Microsoft's own library (MSAL4J): the strategy {@code microsoft} of the catalogue. A module of its
 * own, so that functions which never ask for such tokens do not carry the library. Imports {@code provider} and {@code vault} only.
 */
@NullMarked
package dev.patchbay.microsoft;

import org.jspecify.annotations.NullMarked;
