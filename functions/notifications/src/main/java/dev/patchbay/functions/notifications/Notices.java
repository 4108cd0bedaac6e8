package dev.patchbay.functions.notifications;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.event.ActionEvent;
import dev.patchbay.event.AgentEvent;
import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.PatchbayEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the notification of an event. Thread-safe. */
public final class Notices {
    private final ProviderCatalog catalog;
    private final ConnectionNews news;
    private final AffectedAgents agents;
    private final String settingsPath;
    private final Clock clock;

    /** @param settingsPath the page of the web app where a connection can be renewed */
    public Notices(
            ProviderCatalog catalog,
            ConnectionStore connections,
            AffectedAgents agents,
            String settingsPath,
            Clock clock) {
        this.catalog = catalog;
        this.news = new ConnectionNews(connections);
        this.agents = agents;
        this.settingsPath = settingsPath;
        this.clock = clock;
    }

    /**
     * Returns the notification of an event. It is empty if the event no longer applies (events may come hours late), or is about an agent
     * that is not registered. At most two requests: the connection, and the agent or agents.
     *
     * @throws IllegalArgumentException if events of this type are not reported
     */
    Optional<Notification> of(PatchbayEvent event) {
        EventSubject subject = EventSubject.of(event);
        NotificationId id = NotificationId.ofEvent(event.header().id());
        Integration about = integration(subject);
        return switch (event) {
            case ConnectionEvent.Expiring expiring ->
                Optional.of(expiring.at())
                        .filter(at -> news.ending(subject, at))
                        .map(still -> new Notice.Expiring(about, affected(subject), expiring.daysLeft()))
                        .map(notice -> notification(subject, id, notice));
            case ConnectionEvent.Expired expired ->
                news.ended(subject, ConnectionStatus.EXPIRED, expired.problem().since())
                        .map(end -> ended(subject, id, new Notice.Expired(about, affected(subject)), end));
            case ConnectionEvent.Revoked revoked ->
                news.ended(subject, ConnectionStatus.REVOKED, revoked.problem().since())
                        .map(end -> ended(subject, id, new Notice.Revoked(about, affected(subject)), end));
            case ConnectionEvent.Failing failing ->
                Optional.of(notification(
                        subject,
                        id,
                        new Notice.Failing(
                                about, affected(subject), failing.problem().since())));
            case ConnectionEvent.Narrowed narrowed ->
                Optional.of(
                        notification(subject, id, new Notice.Narrowed(about, affected(subject), narrowed.missing())));
            case ActionEvent.Failed failed -> agentFailed(failed, subject, about);
            case ConnectionEvent.Connected other -> throw notReported(other);
            case ConnectionEvent.Refreshed other -> throw notReported(other);
            case ConnectionEvent.ErrorBegan other -> throw notReported(other);
            case ConnectionEvent.Recovered other -> throw notReported(other);
            case ConnectionEvent.Disconnected other -> throw notReported(other);
            case ActionEvent.Succeeded other -> throw notReported(other);
            case AgentEvent other -> throw notReported(other);
        };
    }

    private static IllegalArgumentException notReported(PatchbayEvent event) {
        return new IllegalArgumentException("No notification is made of " + event.type());
    }

    /** Returns one notification for all failures of an agent because of one end of a connection. */
    private Optional<Notification> agentFailed(ActionEvent.Failed event, EventSubject subject, Integration about) {
        String id =
                event.action().agentId().orElseThrow(() -> new IllegalArgumentException("The action ran for no agent"));
        return news.ended(subject)
                .flatMap(end -> agents.registered(subject.workspace(), id)
                        .map(agent -> ended(
                                subject,
                                NotificationId.ofAgentFailure(
                                        id, subject.connection().value(), end.since()),
                                new Notice.AgentFailed(about.of(end), agent, end.status()),
                                end)));
    }

    private Notification ended(EventSubject subject, NotificationId id, Notice notice, ConnectionEnd end) {
        return notification(subject, id, notice, end.mailKey());
    }

    private Notification notification(EventSubject subject, NotificationId id, Notice notice) {
        return notification(subject, id, notice, MailKey.of(id));
    }

    private Notification notification(EventSubject subject, NotificationId id, Notice notice, MailKey mailKey) {
        Words words = Words.of(notice);
        return new Notification(
                subject.workspace(),
                id,
                words.kind(),
                new Notification.Text(
                        words.subject(),
                        words.message(),
                        words.button().map(label -> new Notification.Action(label, reconnectPath(subject)))),
                new Notification.About(
                        subject.provider(), subject.connection(), notice.about().account()),
                Notification.Affected.shortened(notice.agents()),
                clock.instant(),
                mailKey);
    }

    /** Looks the agents up and ignores names in the event: only registered agents are displayed, by their registered names. */
    private List<AffectedAgent> affected(EventSubject subject) {
        return agents.needing(subject.workspace(), subject.provider(), subject.connection());
    }

    private Integration integration(EventSubject subject) {
        // A provider that is no longer in the catalogue is displayed by its id.
        Optional<Provider> provider = catalog.find(subject.provider().value());
        return new Integration(
                subject.provider(),
                subject.connection(),
                provider.map(Provider::title)
                        .orElseGet(() -> capitalized(subject.provider().value())),
                provider.map(Provider::auth).map(Notices::byKey).orElse(false),
                subject.account());
    }

    private static boolean byKey(Auth auth) {
        return switch (auth) {
            case Auth.OAuth2 oauth -> false;
            case Auth.ApiKey key -> true;
        };
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private String reconnectPath(EventSubject subject) {
        return settingsPath + (settingsPath.contains("?") ? "&" : "?") + "reconnect="
                + encoded(subject.provider().value()) + "&connectionId="
                + encoded(subject.connection().value());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
