package dev.patchbay.local.gateway;

import dev.patchbay.local.template.HttpApiResource.Cors;
import io.javalin.http.Context;

/**
 * CORS as the API does it: it answers preflights itself, and its headers replace those of the function. Source: API Gateway developer
 * guide, "Configure CORS for HTTP APIs in API Gateway".
 */
record CorsPolicy(Cors cors) {
    boolean configured() {
        return !cors.origins().isEmpty();
    }

    /** Whether a browser asks what it may do. */
    boolean isPreflight(Context context) {
        return configured()
                && context.method().name().equals("OPTIONS")
                && context.header("Origin") != null
                && context.header("Access-Control-Request-Method") != null;
    }

    void answerPreflight(Context context) {
        context.status(204);
        if (allow(context)) {
            context.header("Access-Control-Allow-Methods", String.join(",", cors.methods()));
            context.header("Access-Control-Allow-Headers", String.join(",", cors.headers()));
            if (cors.maxAgeSeconds() > 0) {
                context.header("Access-Control-Max-Age", Integer.toString(cors.maxAgeSeconds()));
            }
        }
    }

    /** Adds what lets a page of an allowed origin read the answer. */
    boolean allow(Context context) {
        String origin = context.header("Origin");
        if (origin == null || !allows(origin)) {
            return false;
        }
        context.header("Access-Control-Allow-Origin", cors.origins().contains("*") ? "*" : origin);
        context.header("Vary", "Origin");
        if (cors.credentials()) {
            context.header("Access-Control-Allow-Credentials", "true");
        }
        if (!cors.exposed().isEmpty()) {
            context.header("Access-Control-Expose-Headers", String.join(",", cors.exposed()));
        }
        return true;
    }

    private boolean allows(String origin) {
        return cors.origins().stream()
                .anyMatch(allowed -> allowed.equals("*")
                        || allowed.equals(origin)
                        || (allowed.endsWith("://*") && origin.startsWith(allowed.substring(0, allowed.length() - 1))));
    }
}
