package dev.patchbay.local.simulator.provider.slack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One message that was posted.
 *
 * @param channel id of the channel, or of the direct conversation
 * @param channelName without {@code #}; for a direct conversation, the id of the person
 * @param blocks the array that was sent, or an empty one
 * @param threadTs empty when it starts no reply
 * @param user the author: the bot, or the owner of the token
 */
public record SlackMessage(
        String ts, String channel, String channelName, String text, JsonNode blocks, String threadTs, String user) {}
