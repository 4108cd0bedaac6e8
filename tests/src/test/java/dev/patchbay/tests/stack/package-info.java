/** The whole stack, as a user reaches it: through the gateway, with functions in JVMs of their own, queues and simulators. */
@NullMarked
package dev.patchbay.tests.stack;

import org.jspecify.annotations.NullMarked;
