/** Notifications: the list, the mail, its recipients and its limits. */
@NullMarked
package dev.patchbay.tests.notification;

import org.jspecify.annotations.NullMarked;
