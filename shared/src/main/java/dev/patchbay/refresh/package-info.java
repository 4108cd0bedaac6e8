/**
 * Access tokens that are valid when they are used: renewed under a lease, by one caller at a time, and spared while an OAuth app is refused.
 * Imports {@code connect}, {@code connection}, {@code oauth}, {@code call}, {@code catalog}, {@code app}, {@code vault}, {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.refresh;

import org.jspecify.annotations.NullMarked;
