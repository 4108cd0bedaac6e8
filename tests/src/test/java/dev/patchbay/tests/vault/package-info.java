/** The keys of workspaces. */
@NullMarked
package dev.patchbay.tests.vault;

import org.jspecify.annotations.NullMarked;
