package dev.patchbay.tests.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionRetries;
import dev.patchbay.action.ActionRunner;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.Delivery;
import dev.patchbay.action.ProviderAction;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.connection.Connection;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fixtures for tests of running actions: accepted actions and a runner whose waits move the clock. */
public final class RunningActions {
    /** As much as a worker has at its start. */
    public static final Duration PLENTY = Duration.ofSeconds(29);

    /** The first delivery of a message. */
    public static final Delivery FIRST = new Delivery(PLENTY, 1);

    /** The last delivery before the dead letters. */
    public static final Delivery LAST = new Delivery(PLENTY, Delivery.LAST);

    private final MovableClock clock;
    private final SimulatedProviders providers;
    private final ActionStore store;
    private final AgentStore agents;

    public RunningActions(Aws aws, MovableClock clock, SimulatedProviders providers) {
        this.clock = clock;
        this.providers = providers;
        this.store = new ActionStore(aws.clients().dynamoDb(), aws.table("ActionsTable"), clock);
        this.agents = new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), clock);
    }

    public AgentStore agents() {
        return agents;
    }

    public ActionRunner runner(ProviderAction<?> action) {
        return runner(action, providers.apps());
    }

    public ActionRunner runner(ProviderAction<?> action, OAuthApps apps) {
        return runner(action, apps, providers.freshTokens(providers.connections(), apps, clock::advance));
    }

    public ActionRunner runner(ProviderAction<?> action, OAuthApps apps, FreshTokens tokens) {
        return new ActionRunner(
                List.of(action),
                store,
                agents,
                providers.connections(),
                providers.catalog(),
                tokens,
                new CallAuthorization(apps),
                new ActionRetries(clock::advance, new SecureRandom()),
                clock);
    }

    /** Accepts an action with this text. */
    public ActionMessage accepted(Connection connection, String text) {
        return accepted(connection, JsonNodeFactory.instance.objectNode().put("text", text));
    }

    public ActionMessage accepted(Connection connection, JsonNode input) {
        ActionMessage message = message(connection, ScriptedAction.NAME, input);
        store.put(message.queued());
        return message;
    }

    /** Accepts an action that is tried until then. */
    public ActionMessage acceptedUntil(Instant deadline, Connection connection) {
        ActionMessage standard = message(
                connection,
                ScriptedAction.NAME,
                JsonNodeFactory.instance.objectNode().put("text", "until then"));
        ActionMessage message = new ActionMessage(
                new AcceptedAction(
                        standard.workspace(),
                        standard.id(),
                        standard.action(),
                        standard.provider(),
                        standard.connection(),
                        standard.accepted().agent(),
                        standard.accepted().createdAt(),
                        deadline),
                standard.correlation(),
                standard.input());
        store.put(message.queued());
        return message;
    }

    /** Accepts an action on behalf of an agent. */
    public ActionMessage acceptedFor(AgentId agent, Connection connection) {
        ActionMessage message = message(
                connection,
                Optional.of(agent.value()),
                ScriptedAction.NAME,
                JsonNodeFactory.instance.objectNode().put("text", "for an agent"));
        store.put(message.queued());
        return message;
    }

    /** A message whose action is not stored. */
    public ActionMessage message(Connection connection, String action, JsonNode input) {
        return message(connection, Optional.empty(), action, input);
    }

    private ActionMessage message(Connection connection, Optional<String> agent, String action, JsonNode input) {
        return new ActionMessage(
                new AcceptedAction(
                        connection.workspace(),
                        ActionId.random(),
                        action,
                        connection.provider(),
                        connection.id(),
                        agent,
                        clock.instant()),
                "request-1",
                input);
    }

    public ActionStore store() {
        return store;
    }

    public ActionRecord find(ActionMessage message) {
        return store.find(message.workspace(), message.id()).orElseThrow();
    }
}
