/** Holds the documents to what they describe: the template, the API, the sample events, the links between them. */
@NullMarked
package dev.patchbay.tests.documents;

import org.jspecify.annotations.NullMarked;
