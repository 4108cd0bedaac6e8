/**
 * The catalogue of providers, which is data: one YAML file each under {@code resources/providers}, compiled to JSON by the build, read here
 * and checked by rules. Makes no HTTP call. Imports {@code app}, {@code aws} and {@code vault}. docs/adding-a-provider.md
 * describes the files.
 */
@NullMarked
package dev.patchbay.catalog;

import org.jspecify.annotations.NullMarked;
