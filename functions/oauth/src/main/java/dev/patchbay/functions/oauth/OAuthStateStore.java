package dev.patchbay.functions.oauth;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Stores connects that are under way. The only table whose key does not begin with the workspace: the callback comes from a browser
 * without a token, and finds the workspace by the state. Thread-safe.
 */
public final class OAuthStateStore {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public OAuthStateStore(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** One request. */
    public void put(OAuthState state) {
        Item item = new Item()
                .text("state", state.hash())
                .text("workspace", state.workspace().value())
                .text("member", state.member().value())
                .text("email", state.requester().email().map(EmailAddress::value))
                .text("provider", state.provider().value())
                .text("reconnecting", state.reconnecting().map(ConnectionId::value))
                .text("returnTo", state.returnTo())
                .text("redirectUri", state.exchange().redirectUri().toString())
                .time("until", state.expiresAt())
                .expires(state.expiresAt());
        state.exchange().codeVerifier().ifPresent(verifier -> item.bytes("codeVerifier", verifier.bytes()));
        dynamoDb.putItem(request -> request.tableName(table).item(item.values()));
    }

    /**
     * Deletes and returns a state, in one conditional delete: of two callbacks with the same state, only one gets it. One
     * request.
     */
    public Optional<OAuthState> consume(String hash) {
        try {
            Map<String, AttributeValue> taken = dynamoDb.deleteItem(request -> request.tableName(table)
                            .key(Map.of("state", AttributeValue.fromS(hash)))
                            .conditionExpression("attribute_exists(returnTo)")
                            .returnValues(ReturnValue.ALL_OLD))
                    .attributes();
            return Optional.of(read(Item.of(taken)));
        } catch (ConditionalCheckFailedException unknown) {
            return Optional.empty();
        }
    }

    private static OAuthState read(Item item) {
        return new OAuthState(
                item.text("state"),
                new OAuthState.Requester(
                        new WorkspaceId(item.text("workspace")),
                        new MemberId(item.text("member")),
                        item.optionalText("email").flatMap(EmailAddress::of)),
                new ProviderId(item.text("provider")),
                item.optionalText("reconnecting").map(ConnectionId::new),
                item.text("returnTo"),
                new OAuthState.Exchange(
                        URI.create(item.text("redirectUri")),
                        item.bytes("codeVerifier").map(SealedSecret::of)),
                item.time("until"));
    }
}
