/**
 * Whose account a credential opens, and the revocation of a grant. Imports {@code connection}, {@code oauth}, {@code call}, {@code catalog},
 * {@code app}, {@code vault}, {@code aws} and {@code hash}.
 */
@NullMarked
package dev.patchbay.connect;

import org.jspecify.annotations.NullMarked;
