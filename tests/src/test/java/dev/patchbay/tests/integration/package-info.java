/** The stores and queues against AWS's APIs: the embedded ones, any endpoint ({@code -Daws.endpoint}), or a container. */
@NullMarked
package dev.patchbay.tests.integration;

import org.jspecify.annotations.NullMarked;
