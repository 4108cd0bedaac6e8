package dev.patchbay.action;

import java.util.Optional;

/**
 * Why an action failed.
 *
 * @param code stable, for programs: {@code invalid_input}, {@code not_found}, {@code connection_expired}…
 * @param message one sentence for people
 * @param suggestion the thing to do, where there is one
 */
public record ActionFailure(String code, String message, Optional<String> suggestion) {}
