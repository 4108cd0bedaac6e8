/**
 * Reads {@code template.yaml} (AWS SAM) and the templates that it nests into typed records. What they use and the local stack does not
 * support is an error that names the resource and the property; what it knowingly leaves out is listed with the reason. Imports nothing of
 * the other packages.
 */
@NullMarked
package dev.patchbay.local.template;

import org.jspecify.annotations.NullMarked;
