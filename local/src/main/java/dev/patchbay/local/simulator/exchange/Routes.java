package dev.patchbay.local.simulator.exchange;

import io.javalin.http.HandlerType;

/** Where a provider puts its endpoints: the provider's own paths, in Javalin's pattern syntax. */
@FunctionalInterface
public interface Routes {

    void add(HandlerType method, String path, Endpoint endpoint);

    default Routes get(String path, Endpoint endpoint) {
        add(HandlerType.GET, path, endpoint);
        return this;
    }

    default Routes post(String path, Endpoint endpoint) {
        add(HandlerType.POST, path, endpoint);
        return this;
    }

    default Routes delete(String path, Endpoint endpoint) {
        add(HandlerType.DELETE, path, endpoint);
        return this;
    }

    /** Slack's methods take both. */
    default Routes getOrPost(String path, Endpoint endpoint) {
        return get(path, endpoint).post(path, endpoint);
    }
}
