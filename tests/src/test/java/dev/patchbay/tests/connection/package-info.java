/** Connections: stored, listed, limited, shared by workspaces, and removed. */
@NullMarked
package dev.patchbay.tests.connection;

import org.jspecify.annotations.NullMarked;
