/** What is done each day about grants that end: people are warned, and a connection whose grant is over ends. */
@NullMarked
package dev.patchbay.functions.expiry;

import org.jspecify.annotations.NullMarked;
