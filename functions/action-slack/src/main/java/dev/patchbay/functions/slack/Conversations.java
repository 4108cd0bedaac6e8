package dev.patchbay.functions.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.conversations.ConversationsListRequest;
import com.slack.api.methods.request.conversations.ConversationsOpenRequest;
import com.slack.api.methods.request.users.UsersLookupByEmailRequest;
import com.slack.api.model.ConversationType;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the id of the conversation that a {@link Destination} means. All of it is safe to repeat: opening a direct message that is
 * open gives the same one.
 */
final class Conversations {
    /** The most that Slack gives at once. */
    private static final int PAGE = 999;

    private static final int MOST_PAGES = 50;

    private final SlackSession session;
    private final Set<String> scopes;

    /** @param scopes what the connection was granted */
    Conversations(SlackSession session, Set<String> scopes) {
        this.session = session;
        this.scopes = scopes;
    }

    String idOf(Destination destination) throws ProviderException {
        return switch (destination) {
            case Destination.ChannelId channel -> channel.id();
            case Destination.ChannelName channel -> named(channel);
            case Destination.UserId user -> direct(user.id());
            case Destination.UserEmail user -> direct(userBy(user.email()));
        };
    }

    static ProviderError channelNotFound(Destination.ChannelName channel) {
        return new ProviderError.NotFound(
                "Channel not found", Optional.of("Create channel #" + channel.name() + " or update agent instruction"));
    }

    private String named(Destination.ChannelName channel) throws ProviderException {
        ConversationsListRequest request = ConversationsListRequest.builder()
                .types(types())
                .excludeArchived(true)
                .limit(PAGE)
                .build();
        Set<String> cursors = new HashSet<>();
        String cursor;
        do {
            JsonNode page = session.look("conversations.list", RequestFormBuilder.toForm(request));
            for (JsonNode candidate : page.path("channels")) {
                if (candidate.path("name").asText().equals(channel.name())) {
                    return candidate.path("id").asText();
                }
            }
            cursor = page.at("/response_metadata/next_cursor").asText();
            request.setCursor(cursor);
            checkThatItEnds(cursors, cursor);
        } while (!cursor.isEmpty());
        throw new ProviderException(channelNotFound(channel));
    }

    /** A cursor that comes again leads through the same pages again. */
    private static void checkThatItEnds(Set<String> before, String cursor) throws ProviderException {
        if (!before.add(cursor)) {
            throw new ProviderException(
                    new ProviderError.Transient("Slack's list of channels came again from its middle", false));
        }
        if (before.size() == MOST_PAGES && !cursor.isEmpty()) {
            throw new ProviderException(new ProviderError.InvalidInput(
                    "This Slack workspace has too many channels to find one by name",
                    Optional.of("Give the channel's id instead of its name")));
        }
    }

    /** Asking for private channels without the permission to see them is refused as a whole. */
    private List<ConversationType> types() {
        return scopes.contains("groups:read")
                ? List.of(ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL)
                : List.of(ConversationType.PUBLIC_CHANNEL);
    }

    private String direct(String user) throws ProviderException {
        ConversationsOpenRequest request =
                ConversationsOpenRequest.builder().users(List.of(user)).build();
        return session.look("conversations.open", RequestFormBuilder.toForm(request))
                .at("/channel/id")
                .asText();
    }

    private String userBy(String email) throws ProviderException {
        UsersLookupByEmailRequest request =
                UsersLookupByEmailRequest.builder().email(email).build();
        return session.look("users.lookupByEmail", RequestFormBuilder.toForm(request))
                .at("/user/id")
                .asText();
    }
}
