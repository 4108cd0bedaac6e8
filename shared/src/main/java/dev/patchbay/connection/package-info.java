/**
 * The life of a connection: made by an OAuth flow or an API key, kept fresh under a lease, lost, brought back, removed. Imports
 * {@code provider}, {@code vault}, {@code event}, {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.connection;

import org.jspecify.annotations.NullMarked;
