/** What must hold for the actions in Gmail: emails are parsed back, and an HTTP server stands for Gmail. */
@NullMarked
package dev.patchbay.functions.gmail;

import org.jspecify.annotations.NullMarked;
