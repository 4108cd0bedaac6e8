/**
 * API Gateway in and out: HTTP API payload format 2.0 to a typed request and back, errors as RFC 9457 problem details. Imports
 * {@code limit}, {@code aws}, {@code hash} and {@code tenant} only.
 */
@NullMarked
package dev.patchbay.http;

import org.jspecify.annotations.NullMarked;
