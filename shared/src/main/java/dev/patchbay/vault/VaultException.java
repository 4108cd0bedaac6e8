package dev.patchbay.vault;

import java.io.Serial;

/** A secret could not be opened. The message says why and holds no secret. */
public final class VaultException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    VaultException(String message) {
        super(message);
    }

    VaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
