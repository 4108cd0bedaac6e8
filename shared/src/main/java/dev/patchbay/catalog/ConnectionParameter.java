package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * What a connection keeps beside its credential because later calls need it, such as the company's id. It stands in URLs and may
 * have passed through a browser, so it is held against a pattern. It is no secret.
 *
 * @param from where it is, in the document of {@link Identity}
 * @param matches a regular expression that the whole value must match
 */
public record ConnectionParameter(JsonPointer from, String matches) {}
