package dev.patchbay.local.simulator.oauth;

import dev.patchbay.local.simulator.exchange.Reply;
import io.javalin.http.Context;

/** What an API answers once the token that it was shown is good. */
@FunctionalInterface
public interface BearerCall {
    Reply answer(Context request, AccessToken token);
}
