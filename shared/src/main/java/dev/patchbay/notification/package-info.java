/**
 * Whom a workspace's notifications reach, and by which way. What they say, and how they are kept and sent, is the function's
 * ({@code functions/notifications}). Imports {@code vault}, {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.notification;

import org.jspecify.annotations.NullMarked;
