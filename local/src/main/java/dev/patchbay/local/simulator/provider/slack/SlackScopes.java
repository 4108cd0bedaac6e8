package dev.patchbay.local.simulator.provider.slack;

import java.util.LinkedHashMap;
import java.util.Map;

/** The scopes that the simulator knows. */
final class SlackScopes {

    static final Map<String, String> KNOWN = known();

    private SlackScopes() {}

    private static Map<String, String> known() {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("chat:write", "Send messages");
        scopes.put("chat:write.public", "Send messages to channels it is not in");
        scopes.put("channels:read", "View the public channels");
        scopes.put("channels:join", "Join public channels");
        scopes.put("channels:history", "Read public channels");
        scopes.put("groups:read", "View the private channels it is in");
        scopes.put("groups:history", "Read private channels it is in");
        scopes.put("im:read", "View direct messages");
        scopes.put("im:write", "Start direct messages");
        scopes.put("im:history", "Read direct messages");
        scopes.put("mpim:read", "View group direct messages");
        scopes.put("mpim:write", "Start group direct messages");
        scopes.put("users:read", "View the people of the workspace");
        scopes.put("users:read.email", "View their email addresses");
        scopes.put("team:read", "View the workspace's name");
        scopes.put("files:write", "Upload files");
        return Map.copyOf(scopes);
    }
}
