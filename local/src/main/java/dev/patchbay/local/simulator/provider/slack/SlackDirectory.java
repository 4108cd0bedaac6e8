package dev.patchbay.local.simulator.provider.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.oauth.AccessToken;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The Web API methods that only read a workspace: its channels, its people, its name. Thread-safe. */
final class SlackDirectory {

    private final Function<AccessToken, SlackWorkspace> workspaces;

    SlackDirectory(Function<AccessToken, SlackWorkspace> workspaces) {
        this.workspaces = workspaces;
    }

    ObjectNode conversationsList(Context request, AccessToken token) {
        String types = Json.parameter(request, "types");
        List<String> wanted = Arrays.asList((types.isEmpty() ? "public_channel" : types).split("\\s*,\\s*", -1));
        boolean withoutArchived = Json.parameter(request, "exclude_archived").equals("true");
        List<SlackChannel> all = workspaces.apply(token).channels().stream()
                .filter(channel -> wanted.contains(channel.isPrivate() ? "private_channel" : "public_channel"))
                .filter(channel -> !(withoutArchived && channel.archived()))
                .toList();
        String cursor = Json.parameter(request, "cursor");
        int from = cursor.isEmpty() ? 0 : position(cursor);
        if (from < 0 || from > all.size()) {
            return SlackMethods.error("invalid_cursor");
        }
        String limit = Json.parameter(request, "limit");
        int to = Math.min(all.size(), from + (limit.matches("[1-9]\\d{0,3}") ? Integer.parseInt(limit) : 100));
        ObjectNode answer = SlackMethods.ok();
        ArrayNode channels = answer.putArray("channels");
        all.subList(from, to).forEach(channel -> channels.add(described(channel)));
        answer.putObject("response_metadata").put("next_cursor", to < all.size() ? cursorAt(to) : "");
        return answer;
    }

    ObjectNode lookupByEmail(Context request, AccessToken token) {
        String email = Json.parameter(request, "email");
        SlackWorkspace workspace = workspaces.apply(token);
        return workspace.people().stream()
                .filter(person -> person.email().equalsIgnoreCase(email))
                .findFirst()
                .map(person -> (ObjectNode) SlackMethods.ok().set("user", described(person, workspace)))
                .orElseGet(() -> SlackMethods.error("users_not_found"));
    }

    ObjectNode usersList(Context request, AccessToken token) {
        SlackWorkspace workspace = workspaces.apply(token);
        ObjectNode answer = SlackMethods.ok();
        answer.set(
                "members",
                Json.objects(workspace.people().stream()
                        .map(person -> described(person, workspace))
                        .toList()));
        answer.putObject("response_metadata").put("next_cursor", "");
        return answer;
    }

    ObjectNode teamInfo(Context request, AccessToken token) {
        SlackWorkspace workspace = workspaces.apply(token);
        ObjectNode answer = SlackMethods.ok();
        answer.putObject("team")
                .put("id", workspace.id())
                .put("name", workspace.name())
                .put("domain", workspace.name().toLowerCase(Locale.ROOT));
        return answer;
    }

    private static ObjectNode described(SlackChannel channel) {
        return Json.object()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("name_normalized", channel.name())
                .put("is_channel", !channel.isPrivate())
                .put("is_group", channel.isPrivate())
                .put("is_im", false)
                .put("is_private", channel.isPrivate())
                .put("is_archived", channel.archived())
                .put("is_general", channel.name().equals("general"))
                .put("is_member", channel.joined());
    }

    private static ObjectNode described(SlackPerson person, SlackWorkspace workspace) {
        ObjectNode user = Json.object()
                .put("id", person.id())
                .put("team_id", workspace.id())
                .put("name", person.name())
                .put("deleted", false)
                .put("real_name", person.realName())
                .put("is_bot", false);
        user.putObject("profile")
                .put("email", person.email())
                .put("real_name", person.realName())
                .put("display_name", person.name());
        return user;
    }

    private static String cursorAt(int position) {
        return Base64.getEncoder().encodeToString(("channel:" + position).getBytes(StandardCharsets.UTF_8));
    }

    /** -1 when it is none of ours. */
    private static int position(String cursor) {
        try {
            String decoded = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            return decoded.matches("channel:\\d{1,6}") ? Integer.parseInt(decoded.substring(8)) : -1;
        } catch (IllegalArgumentException notBase64) {
            return -1;
        }
    }
}
