/**
 * How long each function takes: from the start of a JVM, and once it is warm. Stands on the local stack; nothing of the stack knows of
 * it.
 */
@NullMarked
package dev.patchbay.local.bench;

import org.jspecify.annotations.NullMarked;
