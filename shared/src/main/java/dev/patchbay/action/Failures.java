package dev.patchbay.action;

import dev.patchbay.agent.Agent;
import dev.patchbay.aws.StoredText;
import dev.patchbay.call.ProviderError;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.ConnectionStatus;
import java.time.Duration;
import java.util.Optional;

/** The messages and codes with which an action's failure is reported. */
final class Failures {
    private Failures() {}

    static ActionFailure of(ProviderError error) {
        return switch (error) {
            case ProviderError.Transient e -> failure("provider_unavailable", e.message());
            case ProviderError.RateLimited e -> failure("rate_limited", e.message());
            case ProviderError.Unauthorized e -> failure("unauthorized", e.message());
            case ProviderError.QuotaExhausted e -> failure("quota_exhausted", e.message());
            case ProviderError.InvalidInput e -> new ActionFailure("invalid_input", e.message(), e.suggestion());
            case ProviderError.NotFound e -> new ActionFailure("not_found", e.message(), e.suggestion());
            case ProviderError.Misconfigured e -> failure("not_allowed", e.message());
        };
    }

    static ActionFailure unusable(Provider provider, ConnectionStatus status) {
        return new ActionFailure(status.code(), status.message(provider), Optional.of("Reconnect " + provider.title()));
    }

    static ActionFailure agentPaused(Agent agent) {
        return new ActionFailure("agent_paused", agent.pausedSays(), Optional.of("Resume the agent"));
    }

    static ActionFailure unknown(Provider provider) {
        return unknown(provider.title());
    }

    static ActionFailure unknown(String provider) {
        return new ActionFailure(
                "outcome_unknown",
                provider + " may or may not have done this: the call was cut off before its answer was recorded",
                Optional.of("Look in " + provider + " before you send it again"));
    }

    static ActionFailure appBroken(String reason) {
        return failure("provider_app_refused", reason);
    }

    /** No action is needed: it is tried again. */
    static ActionFailure unavailable(String reason) {
        return failure("provider_unavailable", reason);
    }

    static ActionFailure noTime() {
        return failure("provider_unavailable", "The provider took too long");
    }

    /**
     * The last failure, with what was tried.
     *
     * @param attempts how many calls were made
     * @param since how long ago the action was accepted
     */
    static ActionFailure gaveUp(ActionFailure last, int attempts, Duration since) {
        String tried = switch (attempts) {
            case 0 -> "Waited for ";
            case 1 -> "Tried once in ";
            default -> "Tried " + attempts + " times in ";
        };
        String end = ". " + tried + words(since) + ", and the deadline allows no further attempt";
        return new ActionFailure(
                last.code(),
                StoredText.shortened(last.message(), StoredText.SENTENCE - end.length()) + end,
                Optional.of("Send it again later"));
    }

    private static String words(Duration length) {
        if (length.toHours() >= 2) {
            return length.toHours() + " hours";
        }
        if (length.toMinutes() >= 2) {
            return length.toMinutes() + " minutes";
        }
        return length.toSeconds() == 1 ? "1 second" : length.toSeconds() + " seconds";
    }

    /** No worker will try again: the reason of the last attempt, or that there was none. */
    static ActionFailure abandoned(ActionRecord queued) {
        return queued.outcome()
                .failure()
                .map(last -> new ActionFailure(last.code(), last.message(), Optional.of("Send it again")))
                .orElseGet(() -> new ActionFailure(
                        "not_started",
                        "Patchbay could not start this action in time. Nothing was sent",
                        Optional.of("Send it again")));
    }

    private static ActionFailure failure(String code, String message) {
        return new ActionFailure(code, message, Optional.empty());
    }
}
