/**
 * An API Gateway HTTP API: routes, JWT authorizers, CORS, payload format 2.0. Source: API Gateway developer guide, "Working with HTTP
 * APIs". May import {@code template}, {@code aws} and {@code lambda}.
 */
@NullMarked
package dev.patchbay.local.gateway;

import org.jspecify.annotations.NullMarked;
