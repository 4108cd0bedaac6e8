package dev.patchbay.action;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.ActionStore.IdempotencyKey;
import dev.patchbay.aws.Item;
import dev.patchbay.aws.StoredJson;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Optional;

/** Between {@link ActionRecord} and its item. Attribute names are a stored format: they are added to, never renamed. */
public final class ActionItems {
    private ActionItems() {}

    public static Item key(WorkspaceId workspace, ActionId id) {
        return new Item().text("workspace", workspace.value()).text("id", id.value());
    }

    public static Item key(WorkspaceId workspace, IdempotencyKey key) {
        return new Item().text("workspace", workspace.value()).text("id", "key_" + key.keyHash());
    }

    public static Item write(ActionRecord action) {
        return key(action.workspace(), action.id())
                .text("action", action.action())
                .text("provider", action.provider().value())
                .text("connection", action.connection().value())
                .text("agent", action.accepted().agent())
                .text("state", action.state().name())
                .time("createdAt", action.accepted().createdAt())
                .time("deadline", action.accepted().deadline());
    }

    static Item failure(ActionFailure failure) {
        return new Item()
                .text("failureCode", failure.code())
                .text("failureMessage", failure.message())
                .text("failureSuggestion", failure.suggestion());
    }

    static Item result(ActionResult result) {
        Item item = new Item();
        item.values().put("result", StoredJson.write(result.json()));
        return item;
    }

    static ActionRecord read(Item item) {
        return new ActionRecord(
                new AcceptedAction(
                        new WorkspaceId(item.text("workspace")),
                        new ActionId(item.text("id")),
                        item.text("action"),
                        new ProviderId(item.text("provider")),
                        new ConnectionId(item.text("connection")),
                        item.optionalText("agent"),
                        item.time("createdAt"),
                        // Records of an older version have none.
                        item.optionalTime("deadline")
                                .orElseGet(() -> item.time("createdAt").plus(ActionDeadline.STANDARD))),
                new ActionProgress(
                        ActionState.valueOf(item.text("state")),
                        (int) item.number("attempts"),
                        item.optionalTime("runningUntil"),
                        item.optionalTime("nextAttemptAt")),
                new ActionOutcome( // Records of an older version hold texts only.
                        Optional.ofNullable(item.values().get("result"))
                                .map(StoredJson::object)
                                .orElseGet(JsonNodeFactory.instance::objectNode),
                        item.optionalText("failureCode")
                                .map(code -> new ActionFailure(
                                        code, item.text("failureMessage"), item.optionalText("failureSuggestion"))),
                        item.optionalTime("finishedAt")));
    }
}
