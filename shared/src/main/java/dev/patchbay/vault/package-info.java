/** Seals and opens the secrets of a workspace. May import {@code aws} and {@code tenant} only. */
@NullMarked
package dev.patchbay.vault;

import org.jspecify.annotations.NullMarked;
