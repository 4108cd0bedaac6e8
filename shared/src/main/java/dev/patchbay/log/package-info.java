/**
 * How the functions log: Logback with one JSON line for each event, configured by code because every cold start pays for it. Imports
 * nothing of Patchbay; it is called only through SLF4J.
 */
@NullMarked
package dev.patchbay.log;

import org.jspecify.annotations.NullMarked;
