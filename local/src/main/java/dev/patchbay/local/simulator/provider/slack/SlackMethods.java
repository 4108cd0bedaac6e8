package dev.patchbay.local.simulator.provider.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** The Web API methods that write to a workspace. Errors are {@code ok:false} in a 200. Thread-safe. */
final class SlackMethods {

    private static final int LONGEST_TEXT = 40_000;

    private final List<SlackWorkspace> workspaces = List.of(SlackWorkspace.acme(), SlackWorkspace.globex());
    private final List<SlackMessage> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private final Clock clock;
    private final BiConsumer<AccessToken, SlackMessage> posted;

    SlackMethods(Clock clock, BiConsumer<AccessToken, SlackMessage> posted) {
        this.clock = clock;
        this.posted = posted;
    }

    List<SlackMessage> messages() {
        return List.copyOf(messages);
    }

    void clear() {
        messages.clear();
        workspaces.forEach(SlackWorkspace::clear);
    }

    List<SlackWorkspace> workspaces() {
        return workspaces;
    }

    SlackWorkspace of(Account account) {
        return workspaces.stream()
                .filter(workspace -> workspace.has(account))
                .findFirst()
                .orElseThrow();
    }

    ObjectNode postMessage(Context request, AccessToken token) {
        SlackWorkspace workspace = of(token.account());
        String channel = Json.parameter(request, "channel");
        String text = Json.parameter(request, "text");
        JsonNode blocks = blocks(Json.parameter(request, "blocks"));
        if (blocks.isMissingNode()) {
            return error("invalid_blocks_format");
        }
        if (text.isEmpty() && blocks.isEmpty()) {
            return error("no_text");
        }
        if (text.length() > LONGEST_TEXT) {
            return error("msg_too_long");
        }
        Optional<SlackChannel> found = workspace.channel(channel);
        if (found.isPresent()) {
            if (found.get().archived()) {
                return error("is_archived");
            }
            if (!found.get().joined() && !token.scopes().contains("chat:write.public")) {
                return error("not_in_channel");
            }
            return post(request, token, found.get().id(), found.get().name(), text, blocks);
        }
        Optional<String> direct = workspace.person(channel).isPresent()
                ? workspace.open(channel)
                : workspace.conversation(channel).map(people -> channel);
        return direct.map(id -> post(
                        request,
                        token,
                        id,
                        String.join(",", workspace.conversation(id).orElseThrow()),
                        text,
                        blocks))
                .orElseGet(() -> error("channel_not_found"));
    }

    ObjectNode conversationsOpen(Context request, AccessToken token) {
        SlackWorkspace workspace = of(token.account());
        String users = Json.parameter(request, "users");
        String channel = Json.parameter(request, "channel");
        if (users.isEmpty() && workspace.conversation(channel).isEmpty()) {
            return error(channel.isEmpty() ? "users_list_not_supplied" : "channel_not_found");
        }
        boolean already = users.isEmpty() || workspace.isOpen(users);
        Optional<String> id = users.isEmpty() ? Optional.of(channel) : workspace.open(users);
        if (id.isEmpty()) {
            return error("user_not_found");
        }
        ObjectNode answer = ok().put("no_op", already).put("already_open", already);
        answer.putObject("channel").put("id", id.get());
        return answer;
    }

    static ObjectNode ok() {
        return Json.object().put("ok", true);
    }

    static ObjectNode error(String code) {
        return Json.object().put("ok", false).put("error", code);
    }

    private ObjectNode post(
            Context request, AccessToken token, String channel, String channelName, String text, JsonNode blocks) {
        Instant now = clock.instant();
        SlackWorkspace workspace = of(token.account());
        boolean bot = token.kind().equals("bot");
        String user = bot ? workspace.botUser() : token.account().id();
        SlackMessage message = new SlackMessage(
                "%d.%06d".formatted(now.getEpochSecond(), sequence.incrementAndGet()),
                channel,
                channelName,
                text,
                blocks,
                Json.parameter(request, "thread_ts"),
                user);
        messages.add(message);
        posted.accept(token, message);
        ObjectNode answer = ok().put("channel", channel).put("ts", message.ts());
        ObjectNode body = answer.putObject("message")
                .put("type", "message")
                .put("user", user)
                .put("text", text)
                .put("ts", message.ts())
                .put("team", workspace.id());
        if (bot) {
            body.put("bot_id", workspace.bot());
        }
        if (!blocks.isEmpty()) {
            body.set("blocks", blocks);
        }
        if (!message.threadTs().isEmpty()) {
            body.put("thread_ts", message.threadTs());
        }
        return answer;
    }

    /** Missing when it is not an array. */
    private static JsonNode blocks(String json) {
        if (json.isEmpty()) {
            return Json.array();
        }
        try {
            JsonNode blocks = Json.MAPPER.readTree(json);
            return blocks.isArray() ? blocks : Json.MAPPER.missingNode();
        } catch (JsonProcessingException notJson) {
            return Json.MAPPER.missingNode();
        }
    }
}
