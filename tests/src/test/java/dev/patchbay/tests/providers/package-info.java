/** Every provider of the catalogue against its simulator, through the code that functions are made of. */
@NullMarked
package dev.patchbay.tests.providers;

import org.jspecify.annotations.NullMarked;
