package dev.patchbay.functions.gmail;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import java.util.Optional;

/** Makes the one exception that refuses an email before anything is sent. */
final class EmailRefused {
    private EmailRefused() {}

    static ProviderException because(String message, String suggestion) {
        return new ProviderException(new ProviderError.InvalidInput(message, Optional.of(suggestion)));
    }
}
