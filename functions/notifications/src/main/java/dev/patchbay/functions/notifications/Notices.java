package dev.patchbay.functions.notifications;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the notification of an event. Thread-safe. */
final class Notices {
    private final ProviderCatalog catalog;
    private final ConnectionNews news;
    private final AffectedAgents agents;
    private final String settingsPath;
    private final Clock clock;

    /** @param settingsPath the page of the web app where a connection can be renewed */
    Notices(
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
    Optional<Notification> of(HubEvent event) {
        NotificationId id = NotificationId.ofEvent(event.id());
        Integration about = integration(event);
        return switch (event.type()) {
            case "connection.expiring" ->
                Optional.of(event)
                        .filter(news::ending)
                        .map(still -> new Notice.Expiring(
                                about,
                                affected(event),
                                event.detail().path("daysLeft").asInt()))
                        .map(notice -> notification(event, id, notice));
            case "connection.expired" ->
                news.ended(event, ConnectionStatus.EXPIRED)
                        .map(end -> ended(event, id, new Notice.Expired(about, affected(event)), end));
            case "connection.revoked" ->
                news.ended(event, ConnectionStatus.REVOKED)
                        .map(end -> ended(event, id, new Notice.Revoked(about, affected(event)), end));
            case "connection.failing" ->
                Optional.of(notification(event, id, new Notice.Failing(about, affected(event), event.time("since"))));
            case "connection.narrowed" ->
                Optional.of(
                        notification(event, id, new Notice.Narrowed(about, affected(event), event.texts("missing"))));
            case "action.failed" -> agentFailed(event, about);
            default -> throw new IllegalArgumentException("No notification is made of " + event.type());
        };
    }

    /** Returns one notification for all failures of an agent because of one end of a connection. */
    private Optional<Notification> agentFailed(HubEvent event, Integration about) {
        String id = event.text("agentId").orElseThrow(() -> new IllegalArgumentException("The event has no agentId"));
        return news.ended(event)
                .flatMap(end -> agents.registered(event.workspace(), id)
                        .map(agent -> ended(
                                event,
                                NotificationId.ofAgentFailure(
                                        id, event.connection().value(), end.since()),
                                new Notice.AgentFailed(about.of(end), agent, end.status()),
                                end)));
    }

    private Notification ended(HubEvent event, NotificationId id, Notice notice, ConnectionEnd end) {
        return notification(event, id, notice, end.mailKey());
    }

    private Notification notification(HubEvent event, NotificationId id, Notice notice) {
        return notification(event, id, notice, MailKey.of(id));
    }

    private Notification notification(HubEvent event, NotificationId id, Notice notice, MailKey mailKey) {
        Words words = Words.of(notice);
        return new Notification(
                event.workspace(),
                id,
                words.kind(),
                new Notification.Text(
                        words.subject(),
                        words.message(),
                        words.button().map(label -> new Notification.Action(label, reconnectPath(event)))),
                new Notification.About(
                        event.provider(), event.connection(), notice.about().account()),
                Notification.Affected.shortened(notice.agents()),
                clock.instant(),
                mailKey);
    }

    /** Looks the agents up and ignores names in the event: only registered agents are displayed, by their registered names. */
    private List<AffectedAgent> affected(HubEvent event) {
        return agents.needing(event.workspace(), event.provider(), event.connection());
    }

    private Integration integration(HubEvent event) {
        // A provider that is no longer in the catalogue is displayed by its id.
        Optional<Provider> provider = catalog.find(event.provider().value());
        return new Integration(
                event.provider(),
                event.connection(),
                provider.map(Provider::title)
                        .orElseGet(() -> capitalized(event.provider().value())),
                provider.map(Provider::auth).map(Notices::byKey).orElse(false),
                event.text("account").orElse(""));
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

    private String reconnectPath(HubEvent event) {
        return settingsPath + (settingsPath.contains("?") ? "&" : "?") + "reconnect="
                + encoded(event.provider().value()) + "&connectionId="
                + encoded(event.connection().value());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
