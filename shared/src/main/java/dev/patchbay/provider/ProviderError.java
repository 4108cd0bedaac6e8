package dev.patchbay.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a call to a provider failed, in the few kinds that matter to what happens next. Messages are for people: one sentence, no
 * secret, nothing of the raw response.
 */
public sealed interface ProviderError {
    String message();

    /**
     * Trouble that may pass.
     *
     * @param mayHaveActed whether the provider may have done what was asked before it failed
     */
    record Transient(String message, boolean mayHaveActed) implements ProviderError {}

    /** Too fast. Nothing was done; ask again after the wait. */
    record RateLimited(String message, Duration retryAfter) implements ProviderError {}

    /** The credential is not accepted. Refresh once; if that does not help, the grant is gone. */
    record Unauthorized(String message) implements ProviderError {}

    /** The provider's quota is used up, until the time given where it is known. */
    record QuotaExhausted(String message, Optional<Instant> resetsAt) implements ProviderError {}

    /** This input will never be accepted; another may be. */
    record InvalidInput(String message, Optional<String> suggestion) implements ProviderError {}

    /** What was named does not exist there. */
    record NotFound(String message, Optional<String> suggestion) implements ProviderError {}

    /** The OAuth app, its scopes or plan must be changed by whoever operates Patchbay or the account. */
    record Misconfigured(String message) implements ProviderError {}
}
