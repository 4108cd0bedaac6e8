/** The daily check of grants: warns members of grants that will expire, and ends connections whose grant has expired. */
@NullMarked
package dev.patchbay.functions.expiry;

import org.jspecify.annotations.NullMarked;
