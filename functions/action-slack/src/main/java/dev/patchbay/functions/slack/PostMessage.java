package dev.patchbay.functions.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import java.util.Optional;

/**
 * {@code slack.post-message}: posts a message in a channel, or to a person as a direct message.
 *
 * <p>The result holds {@code channel} (its id) and {@code ts}, which together name the message. Source: docs.slack.dev,
 * chat.postMessage.
 */
final class PostMessage implements ProviderAction<NewMessage> {
    static final String NAME = "slack.post-message";

    private final SlackApi api;

    PostMessage(SlackApi api) {
        this.api = api;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<NewMessage> inputType() {
        return NewMessage.class;
    }

    /** Slack knows no idempotency key: a second post is a second message. */
    @Override
    public boolean safeToRepeat() {
        return false;
    }

    @Override
    public void check(NewMessage input) throws ProviderException {
        input.check();
    }

    @Override
    public ActionResult call(NewMessage input, Access access) throws ProviderException {
        Destination destination = Destination.of(input);
        SlackSession session = api.session(access);
        String conversation = new Conversations(session, access.connection().scopes()).idOf(destination);
        try {
            JsonNode answer = session.act("chat.postMessage", RequestFormBuilder.toForm(request(input, conversation)));
            return ActionResult.of(
                    "channel", answer.path("channel").asText(),
                    "ts", answer.path("ts").asText());
        } catch (ProviderException e) {
            throw e.error() instanceof ProviderError.NotFound notFound
                    ? new ProviderException(explained(notFound, destination), e)
                    : e;
        }
    }

    private static ChatPostMessageRequest request(NewMessage input, String conversation) {
        ChatPostMessageRequest request =
                ChatPostMessageRequest.builder().channel(conversation).build();
        input.text().ifPresent(request::setText);
        input.threadTs().ifPresent(request::setThreadTs);
        if (!input.blocks().isEmpty()) {
            request.setBlocksAsString(input.blocks().toString());
        }
        return request;
    }

    private static ProviderError explained(ProviderError.NotFound notFound, Destination destination) {
        return switch (destination) {
            case Destination.ChannelId channel ->
                new ProviderError.NotFound(
                        notFound.message(),
                        Optional.of(
                                "Invite the Patchbay app to channel " + channel.id() + " or update agent instruction"));
            case Destination.ChannelName channel -> Conversations.channelNotFound(channel);
            case Destination.UserId user -> notFound;
            case Destination.UserEmail user -> notFound;
        };
    }
}
