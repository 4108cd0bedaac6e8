package dev.patchbay.functions.notifications;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Between notifications and their items. Attribute names are a stored format: they are added to, never renamed. */
public final class NotificationItems {
    private NotificationItems() {}

    static Item key(WorkspaceId workspace, NotificationId id) {
        return new Item().text("workspace", workspace.value()).text("id", id.value());
    }

    /** Of a mail that one member gets. It has no {@code at}, and so is not in the index of the list. */
    static Item key(WorkspaceId workspace, MailKey mail, MemberId member) {
        return new Item().text("workspace", workspace.value()).text("id", mail.idFor(member));
    }

    public static Item write(Notification notification) {
        Item item = key(notification.workspace(), notification.id())
                .text("kind", notification.kind().value())
                .text("subject", notification.text().subject())
                .text("message", notification.text().message())
                .text("provider", notification.about().provider().value())
                .text("connection", notification.about().connection().value())
                .text("account", notification.about().account())
                .text("label", notification.text().action().map(Notification.Action::label))
                .text("path", notification.text().action().map(Notification.Action::path))
                .number("agentCount", notification.affected().agentCount())
                .time("at", notification.at())
                .text("mailKey", notification.mailKey().value());
        item.values()
                .put(
                        "agents",
                        AttributeValue.fromM(notification.affected().agents().stream()
                                .collect(Collectors.toMap(
                                        AffectedAgent::id,
                                        agent -> AttributeValue.fromS(agent.name()),
                                        (one, same) -> one))));
        return item;
    }

    /** Reads an item. One of before mails had keys has the key that its mails were kept under. */
    public static Notification read(Item item) {
        NotificationId id = new NotificationId(item.text("id"));
        List<AffectedAgent> agents = agents(item);
        return new Notification(
                new WorkspaceId(item.text("workspace")),
                id,
                NotificationKind.of(item.text("kind"))
                        .orElseThrow(() -> new IllegalStateException("The item is of an unknown kind")),
                new Notification.Text(
                        item.text("subject"),
                        item.text("message"),
                        item.optionalText("label").map(label -> new Notification.Action(label, item.text("path")))),
                new Notification.About(
                        new ProviderId(item.text("provider")),
                        new ConnectionId(item.text("connection")),
                        item.text("account")),
                new Notification.Affected(
                        agents, // Items of an older version list all.
                        item.has("agentCount") ? (int) item.number("agentCount") : agents.size()),
                item.time("at"),
                item.optionalText("mailKey").map(MailKey::new).orElseGet(() -> MailKey.of(id)));
    }

    private static List<AffectedAgent> agents(Item item) {
        return Optional.ofNullable(item.values().get("agents"))
                .map(AttributeValue::m)
                .orElse(Map.of())
                .entrySet()
                .stream()
                .map(agent -> new AffectedAgent(agent.getKey(), agent.getValue().s()))
                .sorted(Comparator.comparing(AffectedAgent::name).thenComparing(AffectedAgent::id))
                .toList();
    }
}
