package dev.patchbay.functions.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message to post: the input of {@code slack.post-message}.
 *
 * @param channel where: an id such as {@code C024BE91L}, or a name with or without {@code #}; or else
 * @param user the recipient of a direct message: an id such as {@code U024BE7LH}, or an email address
 * @param text the message in Slack's mrkdwn; beside blocks, what notifications show
 * @param blocks Block Kit blocks, handed on as they are
 * @param threadTs the {@code ts} of the message to reply to
 */
record NewMessage(
        Optional<String> channel,
        Optional<String> user,
        Optional<String> text,
        List<JsonNode> blocks,
        Optional<String> threadTs) {
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,12}\\.\\d{1,6}");

    /** @throws ProviderException with an {@code InvalidInput} if Slack could never accept it */
    void check() throws ProviderException {
        Destination.of(this);
        if (text.filter(words -> !words.isBlank()).isEmpty() && blocks.isEmpty()) {
            throw refused("A message needs text or blocks", "Give text, blocks or both");
        }
        if (!blocks.stream().allMatch(JsonNode::isObject)) {
            throw refused("Each block is a JSON object", "Build the blocks with Slack's Block Kit Builder");
        }
        if (threadTs.isPresent() && !TIMESTAMP.matcher(threadTs.get()).matches()) {
            throw refused("threadTs is the ts of a message, such as 1503435956.000247", "Use the ts of its result");
        }
    }

    static ProviderException refused(String message, String suggestion) {
        return new ProviderException(new ProviderError.InvalidInput(message, Optional.of(suggestion)));
    }
}
