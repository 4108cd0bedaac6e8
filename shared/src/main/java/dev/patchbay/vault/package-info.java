/**
 * Seals and opens the secrets of a workspace: one data key per workspace, wrapped by KMS, and AES-256-GCM bound to the place
 * where each secret lies. Imports {@code aws}, {@code hash} and {@code tenant} only. The format is described in docs/vault.md.
 */
@NullMarked
package dev.patchbay.vault;

import org.jspecify.annotations.NullMarked;
