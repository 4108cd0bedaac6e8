/**
 * How far the erase of a workspace is, what came of it, and which late news are void because of it. The erase itself is the function's
 * ({@code functions/privacy}). Imports {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.erasure;

import org.jspecify.annotations.NullMarked;
