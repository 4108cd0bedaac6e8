/**
 * Keeps access tokens valid: one caller at a time refreshes them under a lease, and none does while the provider refuses the OAuth app.
 * Imports {@code connect}, {@code connection}, {@code oauth}, {@code call}, {@code catalog}, {@code app}, {@code vault}, {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.refresh;

import org.jspecify.annotations.NullMarked;
