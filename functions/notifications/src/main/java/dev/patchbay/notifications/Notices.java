package dev.patchbay.notifications;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes of an event what people are told. Thread-safe. */
final class Notices {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
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
        this.connections = connections;
        this.news = new ConnectionNews(connections);
        this.agents = agents;
        this.settingsPath = settingsPath;
        this.clock = clock;
    }

    /**
     * The notification of an event, or empty if it is no longer so: events may come hours late. At most two requests: the
     * connection, the agent or agents.
     *
     * @throws IllegalArgumentException if the event is of a type that nobody is told of
     */
    Optional<Notification> of(HubEvent event) {
        NotificationId id = NotificationId.ofEvent(event.id());
        Integration about = integration(event);
        if (!news.still(event)) {
            return Optional.empty();
        }
        return switch (event.type()) {
            case "connection.expiring" ->
                told(
                        event,
                        id,
                        new Notice.Expiring(
                                about,
                                affected(event),
                                event.detail().path("daysLeft").asInt()));
            case "connection.expired" -> told(event, id, new Notice.Expired(about, affected(event)));
            case "connection.revoked" -> told(event, id, new Notice.Revoked(about, affected(event)));
            case "connection.failing" ->
                told(event, id, new Notice.Failing(about, affected(event), event.time("since")));
            case "connection.narrowed" ->
                told(event, id, new Notice.Narrowed(about, affected(event), event.texts("missing")));
            case "action.failed" -> agentFailed(event, about);
            default -> throw new IllegalArgumentException("Nobody is told of " + event.type());
        };
    }

    /** An agent that fails a hundred times for want of one connection is told of once. */
    private Optional<Notification> agentFailed(HubEvent event, Integration about) {
        String agent =
                event.text("agentId").orElseThrow(() -> new IllegalArgumentException("The event has no agentId"));
        Optional<Connection> connection = connections.find(event.workspace(), event.connection());
        if (connection.filter(known -> known.status().usable()).isPresent()) {
            // It was renewed meanwhile: there is nothing left to do.
            return Optional.empty();
        }
        String since = connection
                .map(ended -> Long.toString(ended.statusSince().toEpochMilli()))
                .orElse("disconnected");
        Integration known = connection
                .map(ended -> new Integration(
                        about.provider(),
                        about.connection(),
                        about.title(),
                        about.byKey(),
                        ended.account().label()))
                .orElse(about);
        String why = event.text("message").orElse(about.title() + " cannot be used");
        return told(
                event,
                NotificationId.ofAgentFailure(agent, event.connection().value(), since),
                new Notice.AgentFailed(known, agents.named(event.workspace(), agent), why));
    }

    private Optional<Notification> told(HubEvent event, NotificationId id, Notice notice) {
        Words words = Words.of(notice);
        return Optional.of(new Notification(
                event.workspace(),
                id,
                words.kind(),
                words.subject(),
                words.says(),
                event.provider(),
                event.connection(),
                notice.about().account(),
                notice.agents().stream().limit(Notification.MOST_AGENTS).toList(),
                notice.agents().size(),
                words.button().map(label -> new Notification.Action(label, reconnectPath(event))),
                clock.instant()));
    }

    private List<AffectedAgent> affected(HubEvent event) {
        return event.agents().orElseGet(() -> agents.needing(event.workspace(), event.provider(), event.connection()));
    }

    private Integration integration(HubEvent event) {
        // A provider that has left the catalogue is called by the name that it had there.
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
                + encoded(event.provider().value()) + "&connection="
                + encoded(event.connection().value());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
