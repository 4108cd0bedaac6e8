package dev.patchbay.functions.slack;

import dev.patchbay.call.ProviderException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a message goes, in the four ways that people and agents say it. */
sealed interface Destination {
    /** Ids are upper-case and names lower-case, so one is never taken for the other. */
    Pattern CHANNEL_ID = Pattern.compile("[CGD][A-Z0-9]{6,}");

    Pattern USER_ID = Pattern.compile("[UW][A-Z0-9]{6,}");

    Pattern NAME = Pattern.compile("[^\\s#@,:<>]{1,80}");

    record ChannelId(String id) implements Destination {}

    /** @param name without the {@code #}, lower-case as all of Slack's channel names are */
    record ChannelName(String name) implements Destination {}

    record UserId(String id) implements Destination {}

    record UserEmail(String email) implements Destination {}

    /** @throws ProviderException with an {@code InvalidInput} if the message does not name exactly one place */
    static Destination of(NewMessage message) throws ProviderException {
        Optional<String> channel = message.channel().map(String::strip).filter(text -> !text.isEmpty());
        Optional<String> user = message.user().map(String::strip).filter(text -> !text.isEmpty());
        if (channel.isPresent() == user.isPresent()) {
            throw NewMessage.refused("A message goes to a channel or to a user", "Give either channel or user");
        }
        return channel.isPresent() ? channel(channel.get()) : user(user.orElseThrow());
    }

    private static Destination channel(String text) throws ProviderException {
        if (CHANNEL_ID.matcher(text).matches()) {
            return new ChannelId(text);
        }
        String name = text.startsWith("#") ? text.substring(1) : text;
        if (!NAME.matcher(name).matches()) {
            throw NewMessage.refused(
                    "\"" + text + "\" is not a channel", "Give a name such as #general or an id such as C024BE91L");
        }
        return new ChannelName(name.toLowerCase(Locale.ROOT));
    }

    private static Destination user(String text) throws ProviderException {
        if (USER_ID.matcher(text).matches()) {
            return new UserId(text);
        }
        int at = text.indexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw NewMessage.refused(
                    "\"" + text + "\" is not a user", "Give an email address or an id such as U024BE7LH");
        }
        return new UserEmail(text);
    }
}
