/**
 * What every function needs of AWS: configuration, clients, item mapping, logs and metrics.
 * Imports only {@code tenant}.
 */
@NullMarked
package dev.patchbay.aws;

import org.jspecify.annotations.NullMarked;
