/**
 * The logging backend of the functions: an SLF4J provider that prints one JSON line for each event. Small, because every cold start pays
 * for it. Imports nothing of Patchbay; nobody calls it except through SLF4J.
 */
@NullMarked
package dev.patchbay.log;

import org.jspecify.annotations.NullMarked;
