package dev.patchbay.local.simulator.provider.google;

import dev.patchbay.local.simulator.exchange.Endpoint;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.oauth.AccessToken;
import io.javalin.http.Context;
import java.util.Set;

/** How Google's APIs stand behind a bearer token that carries one of some scopes. */
@FunctionalInterface
interface GoogleApi {

    /** What is answered once the token is good. */
    @FunctionalInterface
    interface Call {
        Reply answer(Context request, AccessToken token);
    }

    Endpoint behind(Set<String> anyOf, Call call);
}
