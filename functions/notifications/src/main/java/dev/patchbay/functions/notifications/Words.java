package dev.patchbay.functions.notifications;

import dev.patchbay.notification.NotificationKind;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.ShownName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words of a notice, in the list and by mail. They begin with words of ours. Names come from people and programs outside, and are
 * displayed in quotation marks, and only if they carry no link ({@link ShownName}).
 *
 * @param button what the one thing to do is called, where there is one
 */
record Words(NotificationKind kind, String subject, String message, Optional<String> button) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    Words {
        subject = oneLine(subject);
        message = oneLine(message);
    }

    static Words of(Notice notice) {
        String title = notice.about().title();
        String reconnect = "Reconnect " + title;
        return switch (notice) {
            case Notice.Expiring expiring ->
                new Words(
                        NotificationKind.EXPIRING,
                        title + " integration expires soon",
                        "Your " + title + " integration will expire " + days(expiring.daysLeft())
                                + ". Reconnect now to avoid disruption to your agents.",
                        Optional.of(reconnect));
            case Notice.Expired expired ->
                new Words(
                        NotificationKind.EXPIRED,
                        title + " integration has expired",
                        paused(title, expired.agents()).orElse("Reconnect to continue."),
                        Optional.of(reconnect + " Now"));
            case Notice.Revoked revoked ->
                new Words(
                        NotificationKind.REVOKED,
                        title + " access was revoked",
                        "Reconnect to continue. " + how(revoked.about())
                                + paused(title, revoked.agents())
                                        .map(agents -> " " + agents)
                                        .orElse(""),
                        Optional.of(reconnect));
            case Notice.AgentFailed failed ->
                new Words(
                        NotificationKind.AGENT_FAILED,
                        failed.end().message(title) + ": agent " + shown(failed.agent()) + " failed",
                        "Agent " + shown(failed.agent()) + " failed: "
                                + failed.end().message(title),
                        Optional.of(reconnect));
            case Notice.Failing failing ->
                new Words(
                        NotificationKind.ERROR,
                        title + " has been failing for an hour",
                        failing(title, failing.since()),
                        Optional.empty());
            case Notice.Narrowed narrowed ->
                new Words(
                        NotificationKind.ERROR,
                        title + " integration lost permissions",
                        title + " does not grant all any more that your agents may need: "
                                + String.join(" ", narrowed.missing()) + " Reconnect and allow it.",
                        Optional.of(reconnect));
        };
    }

    private static String days(int left) {
        if (left <= 0) {
            return "today";
        }
        return left == 1 ? "in 1 day" : "in " + left + " days";
    }

    private static Optional<String> paused(String title, List<AffectedAgent> agents) {
        return agents.isEmpty()
                ? Optional.empty()
                : Optional.of("Agents using " + title + " are paused: " + named(agents));
    }

    /** Returns the names of the first agents and the number of the others: a list of hundreds is not readable. */
    private static String named(List<AffectedAgent> agents) {
        String names = agents.stream()
                .limit(Notification.MOST_AGENTS)
                .map(Words::shown)
                .collect(Collectors.joining(", "));
        int more = agents.size() - Notification.MOST_AGENTS;
        return more > 0 ? names + " and " + more + " more" : names;
    }

    /** Returns how to grant access again: by a new API key, or by consent. */
    private static String how(Integration about) {
        if (about.byKey()) {
            return "Make a new API key in " + about.title() + " and enter it in place of the old one.";
        }
        return "Sign in to " + about.title()
                + account(about.account()).map(account -> " as " + account).orElse("") + " and allow access again.";
    }

    /** An account as a mail displays it: an address as it is, another name quoted, and nothing that looks like a link. */
    static Optional<String> account(String label) {
        return EmailAddress.of(label)
                .map(EmailAddress::value)
                .or(() -> ShownName.of(label).map(ShownName::quoted));
    }

    /** An agent by its name. One that was registered before names had rules may have a name that is not displayed. */
    private static String shown(AffectedAgent agent) {
        return ShownName.of(agent.name()).map(ShownName::quoted).orElse("(name not displayed)");
    }

    private static String failing(String title, Instant since) {
        return title + " has not been answering as it should since " + TIME.format(since)
                + ". It is tried again by itself, and your agents go on as soon as " + title
                + " answers. There is nothing to reconnect.";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
