package dev.patchbay.tests.stack;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One route of the template, and a request to it of which {@link RoutesTest} makes all that must be refused. {@code {connection}},
 * {@code {action}}, {@code {agent}} and {@code {notification}} stand for ids.
 *
 * @param route method and path as in the template
 * @param path where the request goes, its query included
 * @param body JSON, or an empty text for a route that takes none; absent if not yet defined
 * @param required the body's fields that must be there
 */
record ApiRoute(String route, Access access, String path, Optional<String> body, List<String> required) {

    /** Every route of the template must be here. */
    static final List<ApiRoute> ALL = List.of(
            of("GET /api/auth/oauth/{provider}/authorize", Access.MANAGERS)
                    .at("/api/auth/oauth/gmail/authorize?connectionId={connection}"),
            of("GET /api/auth/oauth/{provider}/callback", Access.EVERYONE).at("/api/auth/oauth/gmail/callback"),
            of("POST /api/auth/oauth/complete", Access.MANAGERS).taking("{\"handle\":\"unknown\"}", "handle"),
            of("GET /api/providers", Access.MEMBERS),
            of("GET /api/integrations", Access.MEMBERS),
            of("GET /api/connections", Access.MEMBERS),
            of("GET /api/connections/{id}", Access.MEMBERS).at("/api/connections/{connection}"),
            of("POST /api/connections", Access.MANAGERS)
                    .taking("{\"provider\":\"apollo\",\"apiKey\":\"wrong\"}", "provider", "apiKey"),
            of("PATCH /api/connections/{id}", Access.MANAGERS)
                    .at("/api/connections/{connection}")
                    .taking("{\"choice\":\"any\"}", "choice"),
            of("DELETE /api/connections/{id}", Access.MANAGERS).at("/api/connections/{connection}"),
            of("POST /api/actions", Access.MEMBERS)
                    .taking(
                            "{\"connectionId\":\"{connection}\",\"action\":\"gmail.send-email\",\"input\":{}}",
                            "action",
                            "input"),
            of("GET /api/actions", Access.MEMBERS),
            of("GET /api/actions/{id}", Access.MEMBERS).at("/api/actions/{action}"),
            of("GET /api/agents", Access.MEMBERS),
            of("GET /api/agents/{id}", Access.MEMBERS).at("/api/agents/{agent}"),
            // Agents are named by the caller: an id that another workspace uses is free in this one.
            of("PUT /api/agents/{id}", Access.MANAGERS)
                    .at("/api/agents/of-the-routes-test")
                    .taking("{\"name\":\"Tester\",\"uses\":[\"gmail\"]}", "name"),
            of("DELETE /api/agents/{id}", Access.MANAGERS).at("/api/agents/{agent}"),
            of("POST /api/agents/{id}/pause", Access.MEMBERS)
                    .at("/api/agents/{agent}/pause")
                    .taking("{\"reason\":\"A test\"}"),
            of("POST /api/agents/{id}/resume", Access.MANAGERS)
                    .at("/api/agents/{agent}/resume")
                    .takingNothing(),
            of("GET /api/notifications", Access.MEMBERS),
            of("POST /api/notifications/{id}/read", Access.MEMBERS)
                    .at("/api/notifications/{notification}/read")
                    .takingNothing(),
            of("POST /api/notifications/read", Access.MEMBERS).takingNothing(),
            of("GET /api/notifications/preferences", Access.MEMBERS),
            of("PUT /api/notifications/preferences", Access.MEMBERS)
                    .taking("{\"emailOn\":{\"expiring\":false}}", "emailOn"),
            of("GET /api/notifications/confirm", Access.EVERYONE),
            of("POST /api/notifications/confirm", Access.EVERYONE).takingNothing(),
            of("POST /api/privacy/export", Access.MANAGERS).takingNothing(),
            // Names another workspace, so that the erase is refused.
            of("POST /api/privacy/erase", Access.OWNER).taking("{\"workspace\":\"another\"}", "workspace"));

    /** The instruction for a route that is missing here. */
    static final String MISSING =
            "Add an entry to ApiRoute.ALL for each of these routes of template.yaml: who may call it, where"
                    + " {connection}, {action}, {agent} and {notification} stand in its path, query or body, and which fields its body must have";

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** Who may call a route; each includes those below. */
    enum Access {
        /** Without a token. */
        EVERYONE,
        /** Any member of the workspace. */
        MEMBERS,
        /** Owners and administrators. */
        MANAGERS,
        /** The owner. */
        OWNER;

        /** The role that may the least and still may this. */
        String leastRole() {
            return switch (this) {
                case EVERYONE, MEMBERS -> "member";
                case MANAGERS -> "admin";
                case OWNER -> "owner";
            };
        }
    }

    /** The ids in a workspace of which the request's placeholders are replaced. */
    record Ids(String connection, String action, String agent, String notification) {
        private String in(String text) {
            return text.replace("{connection}", connection)
                    .replace("{action}", action)
                    .replace("{agent}", agent)
                    .replace("{notification}", notification);
        }
    }

    private static ApiRoute of(String route, Access access) {
        return new ApiRoute(route, access, route.substring(route.indexOf(' ') + 1), Optional.empty(), List.of());
    }

    private ApiRoute at(String requested) {
        return new ApiRoute(route, access, requested, body, required);
    }

    private ApiRoute taking(String json, String... fields) {
        return new ApiRoute(route, access, path, Optional.of(json), List.of(fields));
    }

    private ApiRoute takingNothing() {
        return taking("");
    }

    /** Returns what the entry lacks, in one sentence. */
    Optional<String> gap() {
        if (path.contains("{id}") || path.contains("{provider}")) {
            return Optional.of("The entry of " + route + " must say by at(…) what stands in its path");
        }
        if (WITH_BODY.contains(method()) && body.isEmpty()) {
            return Optional.of(
                    "The entry of " + route + " must say by taking(…) or takingNothing() which body it takes");
        }
        return Optional.empty();
    }

    boolean namesRecords() {
        return Stream.of("{connection}", "{action}", "{agent}", "{notification}")
                .anyMatch((path + body)::contains);
    }

    Answer send(PatchbayClient client, Ids ids) {
        return client.send(method(), ids.in(path), ids.in(body.orElse("")));
    }

    /** The request with another body. */
    Answer send(PatchbayClient client, Ids ids, String otherBody) {
        return client.send(method(), ids.in(path), ids.in(otherBody));
    }

    private String method() {
        return route.substring(0, route.indexOf(' '));
    }

    @Override
    public String toString() {
        return route;
    }
}
