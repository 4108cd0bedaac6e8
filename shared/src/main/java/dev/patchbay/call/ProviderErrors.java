package dev.patchbay.call;

import dev.patchbay.catalog.ErrorRule;
import dev.patchbay.catalog.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Classifies a provider's answer: by the rules of its catalogue entry first, otherwise by the HTTP status alone. */
public final class ProviderErrors {
    private ProviderErrors() {}

    /**
     * Returns the failure of an answer, or empty for a success. A redirect is a failure: it is not followed, and nothing was done.
     *
     * @param now by which a date in {@code Retry-After} is judged
     */
    public static Optional<ProviderError> of(Provider provider, ProviderResponse response, Instant now) {
        return provider.api().errors().stream()
                .filter(rule -> AnswerRules.matches(rule, response))
                .findFirst()
                .map(rule -> error(rule, provider, response, now))
                .or(() -> meaning(response.status()).map(is -> error(ErrorRule.of(is), provider, response, now)));
    }

    private static Optional<ErrorRule.Meaning> meaning(int status) {
        if (status < 300) {
            return Optional.empty();
        }
        if (status < 400) {
            return Optional.of(ErrorRule.Meaning.TRANSIENT);
        }
        return Optional.of(
                switch (status) {
                    case 401 -> ErrorRule.Meaning.UNAUTHORIZED;
                    case 402 -> ErrorRule.Meaning.QUOTA_EXHAUSTED;
                    case 403 -> ErrorRule.Meaning.MISCONFIGURED;
                    case 404, 410 -> ErrorRule.Meaning.NOT_FOUND;
                    case 408, 425 -> ErrorRule.Meaning.TRANSIENT;
                    case 429 -> ErrorRule.Meaning.RATE_LIMITED;
                    default -> status >= 500 ? ErrorRule.Meaning.TRANSIENT : ErrorRule.Meaning.INVALID_INPUT;
                });
    }

    private static ProviderError error(ErrorRule rule, Provider provider, ProviderResponse response, Instant now) {
        String title = provider.title();
        Optional<String> message = rule.message();
        return switch (rule.is()) {
            case TRANSIENT ->
                new ProviderError.Transient(
                        message.orElse(title + " returned a temporary error (status " + response.status() + ")"),
                        // A gateway may send any of these, 503 too, after the service behind it has acted.
                        response.status() >= 500 && rule.notAccepted().isEmpty());
            case RATE_LIMITED ->
                new ProviderError.RateLimited(
                        message.orElse(title + " asks to slow down"),
                        AnswerRules.askedWait(rule, response, now)
                                .or(rule.delay()::pause)
                                .orElse(Duration.ofSeconds(1)));
            case UNAUTHORIZED ->
                new ProviderError.Unauthorized(message.orElse(title + " no longer accepts this connection"));
            case QUOTA_EXHAUSTED ->
                new ProviderError.QuotaExhausted(
                        message.orElse("The quota at " + title + " is used up"),
                        AnswerRules.resetsAt(rule, response, now));
            case INVALID_INPUT ->
                new ProviderError.InvalidInput(message.orElse(title + " refused this input"), Optional.empty());
            case NOT_FOUND ->
                new ProviderError.NotFound(message.orElse(title + " does not know what was named"), Optional.empty());
            case MISCONFIGURED ->
                new ProviderError.Misconfigured(
                        message.orElse(title + " does not allow this: check the permissions of the connected account"));
        };
    }
}
