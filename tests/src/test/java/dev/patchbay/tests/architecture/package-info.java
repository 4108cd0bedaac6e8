/** The rules that hold in every module, and the drawing of the library's packages. */
@NullMarked
package dev.patchbay.tests.architecture;

import org.jspecify.annotations.NullMarked;
