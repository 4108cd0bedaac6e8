/**
 * One HTTP exchange with a simulated provider: what came in, what goes out, and what may go wrong between the two on
 * command. Knows nothing of OAuth or of any provider; imports no other package of the simulators.
 */
@NullMarked
package dev.patchbay.local.simulator.exchange;

import org.jspecify.annotations.NullMarked;
