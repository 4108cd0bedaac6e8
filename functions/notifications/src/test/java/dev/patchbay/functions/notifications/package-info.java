/** Tests of the words of notifications and of their mails. */
@NullMarked
package dev.patchbay.functions.notifications;

import org.jspecify.annotations.NullMarked;
