package dev.patchbay.local.simulator.provider.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import io.javalin.http.Context;
import java.util.Set;

/** The first read of Calendar, People, Tasks and Drive: enough to see that a connection works and whose it is. */
final class GoogleWorkspace {

    private static final String AUTH = GoogleScopes.AUTH;
    private static final Set<String> CALENDAR = Set.of(
            AUTH + "calendar",
            AUTH + "calendar.readonly",
            AUTH + "calendar.events",
            AUTH + "calendar.events.readonly",
            AUTH + "calendar.calendarlist.readonly");
    private static final Set<String> CONTACTS =
            Set.of(AUTH + "contacts", AUTH + "contacts.readonly", GoogleScopes.PROFILE);
    private static final Set<String> TASKS = Set.of(AUTH + "tasks", AUTH + "tasks.readonly");
    private static final Set<String> DRIVE =
            Set.of(AUTH + "drive", AUTH + "drive.file", AUTH + "drive.readonly", AUTH + "drive.metadata.readonly");

    private GoogleWorkspace() {}

    static void addTo(Routes routes, Gmail.Behind api) {
        routes.get("/calendar/v3/users/me/calendarList", api.behind(CALENDAR, GoogleWorkspace::calendars))
                .get("/v1/people/me", api.behind(CONTACTS, GoogleWorkspace::person))
                .get("/tasks/v1/users/@me/lists", api.behind(TASKS, GoogleWorkspace::taskLists))
                .get("/drive/v3/about", api.behind(DRIVE, GoogleWorkspace::about));
    }

    private static Reply calendars(Context request, AccessToken token) {
        ObjectNode primary = Json.object()
                .put("kind", "calendar#calendarListEntry")
                .put("id", token.account().login())
                .put("summary", token.account().login())
                .put("primary", true)
                .put("accessRole", "owner")
                .put("timeZone", "UTC");
        return Reply.json(Json.object()
                .put("kind", "calendar#calendarList")
                .set("items", Json.array().add(primary)));
    }

    private static Reply person(Context request, AccessToken token) {
        if (request.queryParam("personFields") == null) {
            return GoogleErrors.invalidArgument("personFields mask is required.");
        }
        ObjectNode person = Json.object()
                .put("resourceName", "people/" + token.account().id())
                .put("etag", "%EgMBLjcaBAECBQc=");
        person.putArray("names")
                .addObject()
                .put("displayName", token.account().name())
                .put("givenName", token.account().givenName())
                .put("familyName", token.account().familyName());
        person.putArray("emailAddresses")
                .addObject()
                .put("value", token.account().login());
        return Reply.json(person);
    }

    private static Reply taskLists(Context request, AccessToken token) {
        ObjectNode list = Json.object()
                .put("kind", "tasks#taskList")
                .put("id", "MTA4MjA0")
                .put("title", "My Tasks");
        return Reply.json(Json.object()
                .put("kind", "tasks#taskLists")
                .set("items", Json.array().add(list)));
    }

    private static Reply about(Context request, AccessToken token) {
        if (request.queryParam("fields") == null) {
            return GoogleErrors.invalidArgument("The 'fields' parameter is required for this method.");
        }
        ObjectNode user = Json.object()
                .put("kind", "drive#user")
                .put("displayName", token.account().name())
                .put("emailAddress", token.account().login());
        return Reply.json(Json.object().put("kind", "drive#about").set("user", user));
    }
}
