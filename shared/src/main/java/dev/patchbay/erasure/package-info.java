/**
 * The progress and the result of a workspace's erase, and which late messages it makes void. The function does the erase itself
 * ({@code functions/privacy}). Imports {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.erasure;

import org.jspecify.annotations.NullMarked;
