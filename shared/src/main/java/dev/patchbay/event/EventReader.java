package dev.patchbay.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.tenant.WorkspaceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the fields of each type of event. The only place that does. */
record EventReader(JsonNode json) {
    /** @throws IllegalArgumentException if the type is unknown, or a field is missing or of another kind; it names the field */
    static PatchbayEvent read(JsonNode json) {
        return new EventReader(json).event();
    }

    private PatchbayEvent event() {
        String type = text("type");
        return switch (type) {
            case ConnectionEvent.Connected.TYPE ->
                new ConnectionEvent.Connected(header(), connection(), text("connectedBy"), texts("scopes"));
            case ConnectionEvent.Refreshed.TYPE -> new ConnectionEvent.Refreshed(header(), connection());
            case ConnectionEvent.ErrorBegan.TYPE -> new ConnectionEvent.ErrorBegan(header(), connection(), problem());
            case ConnectionEvent.Failing.TYPE -> new ConnectionEvent.Failing(header(), connection(), problem());
            case ConnectionEvent.Narrowed.TYPE ->
                new ConnectionEvent.Narrowed(
                        header(), connection(), texts("missing"), texts("scopes"), time("since"), text("nextStep"));
            case ConnectionEvent.Recovered.TYPE -> new ConnectionEvent.Recovered(header(), connection());
            case ConnectionEvent.Expiring.TYPE ->
                new ConnectionEvent.Expiring(header(), connection(), number("daysLeft"), time("at"), text("why"));
            case ConnectionEvent.Expired.TYPE -> new ConnectionEvent.Expired(header(), connection(), problem());
            case ConnectionEvent.Revoked.TYPE -> new ConnectionEvent.Revoked(header(), connection(), problem());
            case ConnectionEvent.Disconnected.TYPE -> new ConnectionEvent.Disconnected(header(), connection());
            case AgentEvent.Paused.TYPE ->
                new AgentEvent.Paused(header(), agent(), text("reason"), text("message"), optionalText("connectionId"));
            case AgentEvent.Resumed.TYPE -> new AgentEvent.Resumed(header(), agent());
            case ActionEvent.Succeeded.TYPE ->
                new ActionEvent.Succeeded(
                        header(), action(), name("outcome", ActionEvent.Succeeded.Outcome.class), object("result"));
            case ActionEvent.Failed.TYPE ->
                new ActionEvent.Failed(
                        header(),
                        action(),
                        name("outcome", ActionEvent.Failed.Outcome.class),
                        text("code"),
                        text("message"),
                        optionalText("suggestion"));
            default -> throw new IllegalArgumentException("The type of the event is unknown: " + type);
        };
    }

    private PatchbayEvent.Header header() {
        return new PatchbayEvent.Header(text("id"), new WorkspaceId(text("workspace")), time("time"));
    }

    private ConnectionEvent.Subject connection() {
        return new ConnectionEvent.Subject(text("connectionId"), text("provider"), text("account"));
    }

    private ConnectionEvent.Problem problem() {
        return new ConnectionEvent.Problem(text("reason"), time("since"), text("nextStep"));
    }

    private AgentEvent.Subject agent() {
        return new AgentEvent.Subject(text("agentId"), text("agent"));
    }

    private ActionEvent.Subject action() {
        return new ActionEvent.Subject(
                text("actionId"), text("action"), text("provider"), text("connectionId"), optionalText("agentId"));
    }

    private String text(String name) {
        return field(name, "a text", JsonNode::isTextual).textValue();
    }

    private Optional<String> optionalText(String name) {
        return json.hasNonNull(name) ? Optional.of(text(name)) : Optional.empty();
    }

    private List<String> texts(String name) {
        return field(
                        name,
                        "a list of texts",
                        list -> list.isArray() && list.valueStream().allMatch(JsonNode::isTextual))
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
    }

    private Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw isNot(name, "a time");
        }
    }

    private int number(String name) {
        return field(name, "a whole number", number -> number.isIntegralNumber() && number.canConvertToInt())
                .intValue();
    }

    private ObjectNode object(String name) {
        return (ObjectNode) field(name, "an object", JsonNode::isObject);
    }

    private <E extends Enum<E>> E name(String name, Class<E> names) {
        String value = text(name);
        for (E one : names.getEnumConstants()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(value)) {
                return one;
            }
        }
        throw isNot(name, "one of the documented values");
    }

    private JsonNode field(String name, String kind, Predicate<JsonNode> isKind) {
        if (!json.hasNonNull(name)) {
            throw new IllegalArgumentException("The event has no " + name);
        }
        JsonNode value = json.path(name);
        if (!isKind.test(value)) {
            throw isNot(name, kind);
        }
        return value;
    }

    private static IllegalArgumentException isNot(String name, String kind) {
        return new IllegalArgumentException("The event's " + name + " is not " + kind);
    }
}
