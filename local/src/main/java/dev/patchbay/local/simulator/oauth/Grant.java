package dev.patchbay.local.simulator.oauth;

import java.time.Instant;
import java.util.Set;

/**
 * What a person agreed to on one consent page.
 *
 * @param scopes those that were left ticked, in the order asked for
 * @param userScopes Slack's second list
 * @param first whether this account agreed to this app for the first time
 */
public record Grant(
        String id,
        String clientId,
        Account account,
        Set<String> scopes,
        Set<String> userScopes,
        AuthorizationRequest request,
        boolean first,
        Instant at) {}
