/** The issuer of the tokens that the local API accepts: an OpenID Connect server with a login page. May import {@code aws}. */
@NullMarked
package dev.patchbay.local.identity;

import org.jspecify.annotations.NullMarked;
