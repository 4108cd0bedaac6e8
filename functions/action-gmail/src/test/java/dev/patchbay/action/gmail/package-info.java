/** What must hold for the actions in Gmail: emails are parsed back, and an HTTP server stands for Gmail. */
@NullMarked
package dev.patchbay.action.gmail;

import org.jspecify.annotations.NullMarked;
