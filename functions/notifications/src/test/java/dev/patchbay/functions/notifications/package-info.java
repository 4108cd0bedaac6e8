/** What people are told, word by word, and how it is written in a mail. */
@NullMarked
package dev.patchbay.functions.notifications;

import org.jspecify.annotations.NullMarked;
