/**
 * A member connects accounts in a real browser, on a product page that is made of the script in {@code docs/connect-from-your-product.md}.
 * These tests need Chromium or Chrome; without one they are skipped.
 */
@NullMarked
package dev.patchbay.tests.browser;

import org.jspecify.annotations.NullMarked;
