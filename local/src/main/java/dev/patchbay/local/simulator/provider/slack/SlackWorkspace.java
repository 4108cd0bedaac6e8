package dev.patchbay.local.simulator.provider.slack;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The workspace "Acme": its people, its channels, and the direct conversations of the bot. Thread-safe.
 *
 * <p>Joined by the bot: {@code #general}, {@code #sales}. Not joined: {@code #random} and the private {@code #leads}.
 * Archived: {@code #old-news}.
 */
final class SlackWorkspace {

    static final String ID = "T0ACME001";
    static final String NAME = "Acme";
    static final String BOT_USER = "U0PATCHBOT";
    static final String BOT = "B0PATCHBOT";
    static final String APP = "A0PATCHBAY";

    static final List<SlackPerson> PEOPLE = List.of(
            new SlackPerson("U0JOHN001", "john", "John Miller", "john@acme.example"),
            new SlackPerson("U0JANE002", "jane", "Jane Doe", "jane@acme.example"),
            new SlackPerson("U0OMAR003", "omar", "Omar Haddad", "omar@acme.example"));

    static final List<SlackChannel> CHANNELS = List.of(
            new SlackChannel("C0GENERAL1", "general", false, false, true),
            new SlackChannel("C0SALES002", "sales", false, false, true),
            new SlackChannel("C0RANDOM03", "random", false, false, false),
            new SlackChannel("C0OLDNEWS4", "old-news", false, true, true),
            new SlackChannel("C0LEADS005", "leads", true, false, false));

    private final Map<Set<String>, String> conversations = new LinkedHashMap<>();

    /** By id, or by name with or without {@code #}. Private channels that the bot has not joined do not exist for it. */
    Optional<SlackChannel> channel(String idOrName) {
        String name = idOrName.startsWith("#") ? idOrName.substring(1) : idOrName;
        return CHANNELS.stream()
                .filter(channel ->
                        channel.id().equals(idOrName) || channel.name().equals(name))
                .filter(channel -> channel.joined() || !channel.isPrivate())
                .findFirst();
    }

    static Optional<SlackPerson> person(String id) {
        return PEOPLE.stream().filter(person -> person.id().equals(id)).findFirst();
    }

    /** The people of a direct conversation that is open; empty when there is none of this id. */
    synchronized Optional<Set<String>> conversation(String id) {
        return conversations.entrySet().stream()
                .filter(open -> open.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a conversation with exactly these people is open. */
    synchronized boolean isOpen(String users) {
        return conversations.containsKey(people(users));
    }

    /** Opens the conversation with these people, ids separated by commas; empty when one of them does not exist. */
    synchronized Optional<String> open(String users) {
        Set<String> people = people(users);
        if (people.stream().anyMatch(id -> person(id).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(conversations.computeIfAbsent(
                people, opened -> (people.size() == 1 ? "D" : "G") + "0OPEN%04d".formatted(conversations.size() + 1)));
    }

    synchronized void clear() {
        conversations.clear();
    }

    private static Set<String> people(String users) {
        return new TreeSet<>(Arrays.asList(users.strip().split("\\s*,\\s*", -1)));
    }
}
