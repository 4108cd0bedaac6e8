package dev.patchbay.local.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One thing that a provider did because it was asked to: a mail sent, a message posted, a person looked up.
 *
 * @param kind such as {@code mail}, {@code message}, {@code lookup}
 * @param account on whose behalf: the account's login, or the API key's owner
 * @param content the action, in the provider's own format
 */
public record OutboxItem(String provider, String kind, String account, Instant at, JsonNode content) {}
