package dev.patchbay.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the fields of each type of event. The only place that does. */
final class EventWriter {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private EventWriter() {}

    static ObjectNode write(PatchbayEvent event) {
        EventWriter fields = new EventWriter().header(event);
        EventWriter all = switch (event) {
            case ConnectionEvent.Connected connected ->
                fields.connection(connected)
                        .text("connectedBy", connected.connectedBy())
                        .texts("scopes", connected.scopes());
            case ConnectionEvent.Refreshed refreshed -> fields.connection(refreshed);
            case ConnectionEvent.ErrorBegan error -> fields.connection(error).problem(error.problem());
            case ConnectionEvent.Failing failing -> fields.connection(failing).problem(failing.problem());
            case ConnectionEvent.Narrowed narrowed ->
                fields.connection(narrowed)
                        .texts("missing", narrowed.missing())
                        .texts("scopes", narrowed.scopes())
                        .time("since", narrowed.since())
                        .text("nextStep", narrowed.nextStep());
            case ConnectionEvent.Recovered recovered -> fields.connection(recovered);
            case ConnectionEvent.Expiring expiring ->
                fields.connection(expiring)
                        .number("daysLeft", expiring.daysLeft())
                        .time("at", expiring.at())
                        .text("why", expiring.why());
            case ConnectionEvent.Expired expired -> fields.connection(expired).problem(expired.problem());
            case ConnectionEvent.Revoked revoked -> fields.connection(revoked).problem(revoked.problem());
            case ConnectionEvent.Disconnected disconnected -> fields.connection(disconnected);
            case AgentEvent.Paused paused ->
                fields.agent(paused)
                        .text("reason", paused.reason())
                        .text("message", paused.message())
                        .text("connectionId", paused.connectionId());
            case AgentEvent.Resumed resumed -> fields.agent(resumed);
            case ActionEvent.Succeeded succeeded ->
                fields.action(succeeded).name("outcome", succeeded.outcome()).object("result", succeeded.result());
            case ActionEvent.Failed failed ->
                fields.action(failed)
                        .name("outcome", failed.outcome())
                        .text("code", failed.code())
                        .text("message", failed.message())
                        .text("suggestion", failed.suggestion());
        };
        return all.json;
    }

    private EventWriter header(PatchbayEvent event) {
        return text("id", event.header().id())
                .text("type", event.type())
                .text("workspace", event.header().workspace().value())
                .time("time", event.header().time());
    }

    private EventWriter connection(ConnectionEvent event) {
        ConnectionEvent.Subject connection = event.connection();
        return text("connectionId", connection.connectionId())
                .text("provider", connection.provider())
                .text("account", connection.account());
    }

    private EventWriter problem(ConnectionEvent.Problem problem) {
        return text("reason", problem.reason()).time("since", problem.since()).text("nextStep", problem.nextStep());
    }

    private EventWriter agent(AgentEvent event) {
        return text("agentId", event.agent().agentId())
                .text("agent", event.agent().agent());
    }

    private EventWriter action(ActionEvent event) {
        ActionEvent.Subject action = event.action();
        return text("actionId", action.actionId())
                .text("action", action.action())
                .text("provider", action.provider())
                .text("connectionId", action.connectionId())
                .text("agentId", action.agentId());
    }

    private EventWriter text(String name, String value) {
        json.put(name, value);
        return this;
    }

    private EventWriter text(String name, Optional<String> value) {
        value.ifPresent(present -> json.put(name, present));
        return this;
    }

    private EventWriter texts(String name, List<String> values) {
        ArrayNode list = json.putArray(name);
        values.forEach(list::add);
        return this;
    }

    private EventWriter time(String name, Instant value) {
        return text(name, value.toString());
    }

    private EventWriter number(String name, int value) {
        json.put(name, value);
        return this;
    }

    private EventWriter name(String name, Enum<?> value) {
        return text(name, value.name().toLowerCase(Locale.ROOT));
    }

    private EventWriter object(String name, ObjectNode value) {
        json.set(name, value);
        return this;
    }
}
