package dev.patchbay.call;

import java.io.Serial;

/** A call to a provider failed; {@link #error()} says how. */
public final class ProviderException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ProviderError error;

    public ProviderException(ProviderError error) {
        super(error.message());
        this.error = error;
    }

    public ProviderException(ProviderError error, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    public ProviderError error() {
        return error;
    }
}
