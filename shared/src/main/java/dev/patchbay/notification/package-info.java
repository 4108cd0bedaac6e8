/**
 * The recipients of a workspace's notifications, and the channels. The function writes, stores and sends the notifications
 * ({@code functions/notifications}). Imports {@code vault}, {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.notification;

import org.jspecify.annotations.NullMarked;
