/**
 * The OAuth apps that the operator of a deployment registered at the providers: their ids, secrets and authorities. Imports {@code aws} only.
 */
@NullMarked
package dev.patchbay.app;

import org.jspecify.annotations.NullMarked;
