package dev.patchbay.local.simulator.provider.slack;

import dev.patchbay.local.simulator.oauth.Account;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One workspace: its people, its channels, and the direct conversations of the app's bot. Thread-safe. */
final class SlackWorkspace {

    private final String id;
    private final String name;
    private final List<SlackPerson> people;
    private final List<SlackChannel> channels;
    private final Map<Set<String>, String> conversations = new LinkedHashMap<>();

    private SlackWorkspace(String id, String name, List<SlackPerson> people, List<SlackChannel> channels) {
        this.id = id;
        this.name = name;
        this.people = people;
        this.channels = channels;
    }

    /**
     * Joined by the bot: {@code #general}, {@code #sales}. Not joined: {@code #random} and the private {@code #leads}.
     * Archived: {@code #old-news}.
     */
    static SlackWorkspace acme() {
        return new SlackWorkspace(
                "T0ACME001",
                "Acme",
                List.of(
                        new SlackPerson("U0JOHN001", "john", "John Miller", "john@acme.example"),
                        new SlackPerson("U0JANE002", "jane", "Jane Doe", "jane@acme.example"),
                        new SlackPerson("U0OMAR003", "omar", "Omar Haddad", "omar@acme.example")),
                List.of(
                        new SlackChannel("C0GENERAL1", "general", false, false, true),
                        new SlackChannel("C0SALES002", "sales", false, false, true),
                        new SlackChannel("C0RANDOM03", "random", false, false, false),
                        new SlackChannel("C0OLDNEWS4", "old-news", false, true, true),
                        new SlackChannel("C0LEADS005", "leads", true, false, false)));
    }

    /** Another one, with {@code #general} alone. */
    static SlackWorkspace globex() {
        return new SlackWorkspace(
                "T0GLOBEX2",
                "Globex",
                List.of(new SlackPerson("U0GINA101", "gina", "Gina Ross", "gina@globex.example")),
                List.of(new SlackChannel("C0GENERAL9", "general", false, false, true)));
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    List<SlackPerson> people() {
        return people;
    }

    boolean has(Account account) {
        return person(account.id()).isPresent();
    }

    /** The user that the app's bot is here. */
    String botUser() {
        return "U0BOT" + id.substring(2);
    }

    String bot() {
        return "B0BOT" + id.substring(2);
    }

    /** By id, or by name with or without {@code #}. */
    Optional<SlackChannel> channel(String idOrName) {
        String wanted = idOrName.startsWith("#") ? idOrName.substring(1) : idOrName;
        return channels().stream()
                .filter(channel ->
                        channel.id().equals(idOrName) || channel.name().equals(wanted))
                .findFirst();
    }

    /** Those that the bot can see: private ones that it has not joined do not exist for it. */
    List<SlackChannel> channels() {
        return channels.stream()
                .filter(channel -> channel.joined() || !channel.isPrivate())
                .toList();
    }

    Optional<SlackPerson> person(String userId) {
        return people.stream().filter(person -> person.id().equals(userId)).findFirst();
    }

    /** The people of a direct conversation that is open; empty when there is none of this id. */
    synchronized Optional<Set<String>> conversation(String conversationId) {
        return conversations.entrySet().stream()
                .filter(open -> open.getValue().equals(conversationId))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a conversation with exactly these people is open. */
    synchronized boolean isOpen(String users) {
        return conversations.containsKey(ids(users));
    }

    /** Opens the conversation with these people, ids separated by commas; empty when one of them does not exist. */
    synchronized Optional<String> open(String users) {
        Set<String> with = ids(users);
        if (with.stream().anyMatch(userId -> person(userId).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(conversations.computeIfAbsent(
                with, opened -> (with.size() == 1 ? "D" : "G") + "0OPEN%04d".formatted(conversations.size() + 1)));
    }

    synchronized void clear() {
        conversations.clear();
    }

    private static Set<String> ids(String users) {
        return new TreeSet<>(Arrays.asList(users.strip().split("\\s*,\\s*", -1)));
    }
}
