/** Holds the library to its own rules: who may import whom, who may see a secret, how things are called. */
@NullMarked
package dev.patchbay.architecture;

import org.jspecify.annotations.NullMarked;
