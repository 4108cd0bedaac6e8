/**
 * The catalogue of providers, which is data (one YAML file each under {@code resources/providers}), and the three things done
 * with it: the OAuth flow, HTTP calls, and telling apart a provider's failures. Imports {@code aws}, {@code tenant} and
 * {@code vault} only. docs/adding-a-provider.md describes the files.
 */
@NullMarked
package dev.patchbay.provider;

import org.jspecify.annotations.NullMarked;
