package dev.patchbay.action;

import dev.patchbay.aws.StoredText;
import java.util.Optional;

/**
 * Why an action failed.
 *
 * @param code stable, for programs: {@code invalid_input}, {@code not_found}, {@code connection_expired}…
 * @param message one sentence for people, of at most 500 characters: the rest of a longer one is left out
 * @param suggestion the thing to do, where there is one, of at most 500 characters too
 */
public record ActionFailure(String code, String message, Optional<String> suggestion) {
    public ActionFailure {
        message = StoredText.sentence(message);
        suggestion = suggestion.map(StoredText::sentence);
    }
}
