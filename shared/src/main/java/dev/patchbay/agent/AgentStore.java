package dev.patchbay.agent;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.aws.WorkspacePage;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.event.AgentEvent;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.event.PatchbayEvent.Header;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Stores agents. Every method takes the workspace first and puts it in the key. Each pause and resume is one conditional write that
 * carries its event, so a repeated one sends no event twice. Thread-safe.
 */
public final class AgentStore {
    private static final String[] PAUSE = {"pauseCode", "pauseSays", "pauseConnection", "pausedSince"};

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public AgentStore(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** Registers an agent, or changes name and uses of one; whether it is paused stays as it was. One request. */
    public Agent register(WorkspaceId workspace, AgentId id, String name, Set<String> uses) {
        Update update = new Update(table, AgentItems.key(workspace, id))
                .set(new Item().text("name", name).texts("uses", uses))
                .setIfAbsent(new Item().time("registeredAt", clock.instant()).number("resumes", 0))
                .remove(PatchbayEvent.ATTRIBUTE);
        if (uses.isEmpty()) {
            update.remove("uses");
        }
        return AgentItems.read(
                Item.of(dynamoDb.updateItem(update.returningNew()).attributes()));
    }

    /** One request, consistent. */
    public Optional<Agent> find(WorkspaceId workspace, AgentId id) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(AgentItems.key(workspace, id).values())
                        .consistentRead(true))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(AgentItems.read(Item.of(found)));
    }

    /** All agents of a workspace, by id. One request per megabyte, consistent. */
    public List<Agent> list(WorkspaceId workspace) {
        return WorkspaceQuery.all(dynamoDb, table, workspace)
                .map(AgentItems::read)
                .toList();
    }

    /**
     * Agents of a workspace.
     *
     * @param last after which the next page begins; empty: there is no more
     */
    public record Page(List<Agent> agents, Optional<AgentId> last) {}

    /** At most so many of the agents behind one, by id. One request, consistent. */
    public Page after(WorkspaceId workspace, Optional<AgentId> after, int limit) {
        WorkspacePage read =
                WorkspacePage.read(dynamoDb, table, workspace, after.map(id -> AgentItems.key(workspace, id)), limit);
        List<Agent> page = read.items().stream().map(AgentItems::read).toList();
        return new Page(page, read.more() ? Optional.of(page.getLast().id()) : Optional.empty());
    }

    /** Whether a workspace has at least so many agents. One request per megabyte, consistent. */
    boolean areAtLeast(WorkspaceId workspace, int enough) {
        QueryRequest query =
                WorkspaceQuery.of(table, workspace).select(Select.COUNT).build();
        int counted = 0;
        for (QueryResponse page : dynamoDb.queryPaginator(query)) {
            counted += page.count();
            if (counted >= enough) {
                return true;
            }
        }
        return false;
    }

    /**
     * Pauses an agent that runs. One request.
     *
     * @return the paused agent, or empty if it was paused before, with the reason of then, or is not registered
     */
    public Optional<Agent> pause(Agent agent, Agent.Pause pause) {
        return applied(pausing(agent, pause));
    }

    /**
     * Pauses an agent that runs and was not resumed since it was read: the caller that resumed it knew more than an earlier reader. One
     * request.
     *
     * @return the paused agent, or empty if it was paused or resumed before or is not registered
     */
    public Optional<Agent> pauseUnlessResumed(Agent agent, Agent.Pause pause) {
        return applied(pausing(agent, pause).whenEqual(new Item().number("resumes", agent.resumes())));
    }

    private Update pausing(Agent agent, Agent.Pause pause) {
        PatchbayEvent event = new AgentEvent.Paused(
                Header.of(agent.workspace(), pause.since()),
                subject(agent),
                pause.code(),
                pause.message(),
                pause.connection().map(ConnectionId::value));
        return new Update(table, AgentItems.key(agent.workspace(), agent.id()))
                .set(AgentItems.write(pause).text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                .whenExists("registeredAt")
                .whenAbsent("pauseCode");
    }

    /**
     * Lets a paused agent run again. One request.
     *
     * @return the running agent, or empty if it ran already or is not registered
     */
    public Optional<Agent> resume(Agent agent) {
        PatchbayEvent event = new AgentEvent.Resumed(Header.of(agent.workspace(), clock.instant()), subject(agent));
        return applied(new Update(table, AgentItems.key(agent.workspace(), agent.id()))
                .set(new Item().text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                .increase("resumes", 1)
                .remove(PAUSE)
                .whenExists("pauseCode"));
    }

    /** Forgets an agent; actions on its behalf are then those of an unregistered agent. One request. */
    public boolean remove(WorkspaceId workspace, AgentId id) {
        return dynamoDb.deleteItem(request -> request.tableName(table)
                        .key(AgentItems.key(workspace, id).values())
                        .returnValues(ReturnValue.ALL_OLD))
                .hasAttributes();
    }

    private static AgentEvent.Subject subject(Agent agent) {
        return new AgentEvent.Subject(agent.id().value(), agent.name());
    }

    private Optional<Agent> applied(Update update) {
        try {
            return Optional.of(AgentItems.read(
                    Item.of(dynamoDb.updateItem(update.returningNew()).attributes())));
        } catch (ConditionalCheckFailedException overtaken) {
            return Optional.empty();
        }
    }
}
