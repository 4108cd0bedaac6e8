package dev.patchbay.call;

import dev.patchbay.aws.StoredText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a call to a provider failed, in the few kinds that matter to what happens next. Messages are for people: one sentence, no
 * secret, nothing of the raw response. Of a longer message or suggestion the first 500 characters are kept.
 */
public sealed interface ProviderError {
    String message();

    /**
     * A temporary error.
     *
     * @param mayHaveActed whether the provider may have done what was asked before it failed
     */
    record Transient(String message, boolean mayHaveActed) implements ProviderError {
        public Transient {
            message = StoredText.sentence(message);
        }
    }

    /** Too fast. Nothing was done; ask again after the wait. */
    record RateLimited(String message, Duration retryAfter) implements ProviderError {
        public RateLimited {
            message = StoredText.sentence(message);
        }
    }

    /** The credential is not accepted. Refresh once; if that does not help, the grant is gone. */
    record Unauthorized(String message) implements ProviderError {
        public Unauthorized {
            message = StoredText.sentence(message);
        }
    }

    /** The provider's quota is used up, until the time given where it is known. */
    record QuotaExhausted(String message, Optional<Instant> resetsAt) implements ProviderError {
        public QuotaExhausted {
            message = StoredText.sentence(message);
        }
    }

    /** This input will never be accepted; another may be. */
    record InvalidInput(String message, Optional<String> suggestion) implements ProviderError {
        public InvalidInput {
            message = StoredText.sentence(message);
            suggestion = suggestion.map(StoredText::sentence);
        }
    }

    /** What was named does not exist there. */
    record NotFound(String message, Optional<String> suggestion) implements ProviderError {
        public NotFound {
            message = StoredText.sentence(message);
            suggestion = suggestion.map(StoredText::sentence);
        }
    }

    /** The OAuth app, its scopes or plan must be changed by the operator of Patchbay or the owner of the account. */
    record Misconfigured(String message) implements ProviderError {
        public Misconfigured {
            message = StoredText.sentence(message);
        }
    }
}
