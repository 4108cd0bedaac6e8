package dev.patchbay.functions.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Holding;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.VaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Makes a connection of a pending grant by one transaction: the grant is used up, the connection is made or renewed and holds its account
 * in place of the grant, and the keys that sealed the credential still exist, so nothing is connected in a workspace that is erased
 * meanwhile. Thread-safe.
 */
public final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final OAuthParts parts;
    private final PendingGrantStore pending;
    private final DynamoDbClient dynamoDb;

    public Completion(OAuthParts parts, PendingGrantStore pending, DynamoDbClient dynamoDb) {
        this.parts = parts;
        this.pending = pending;
        this.dynamoDb = dynamoDb;
    }

    /** What a completion led to. */
    public enum Result {
        CONNECTED,
        /** The grant was completed or ended by another request, or its time is over. */
        OVERTAKEN,
        /** The connection that it renews was removed. */
        CONNECTION_REMOVED,
        /** A key that sealed the credential was destroyed. */
        WORKSPACE_ERASED
    }

    /** Makes the connection. One transaction; if it throws, the grant is pending as before. */
    public Result complete(PendingGrant grant) {
        WorkspaceId workspace = grant.workspace();
        NewConnection agreed = grant.agreed();
        SealedSecret kept;
        try {
            Secret credential = parts.vault()
                    .open(
                            PendingGrant.credentialPlace(workspace, grant.handleHash()),
                            agreed.access().credential());
            kept = parts.vault().seal(Connection.credentialPlace(workspace, agreed.id()), credential);
        } catch (VaultException lost) {
            LOG.warn("The credential of a pending grant cannot be opened", LoggedFault.of(lost));
            return Result.WORKSPACE_ERASED;
        }
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(pending.completing(grant, parts.clock().instant()));
        Provider provider = parts.providers().catalog().get(agreed.provider());
        Optional<Holding> holding =
                parts.holds().holderNames().connection(provider, agreed.account(), workspace, agreed.id());
        writes.addAll(parts.stores().connections().connecting(agreed.with(kept), holding, grant.reconnecting()));
        writes.addAll(parts.vault().standing(workspace, agreed.access().credential(), kept));
        parts.holds()
                .holderNames()
                .pending(provider, agreed.account(), workspace, grant.handleHash())
                .map(parts.holds().holders()::release)
                .ifPresent(writes::add);
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(writes));
            return Result.CONNECTED;
        } catch (TransactionCanceledException cancelled) {
            return result(workspace, cancelled);
        }
    }

    /** Returns the result for the first write whose condition failed. If there is none, DynamoDB itself failed. */
    private Result result(WorkspaceId workspace, TransactionCanceledException cancelled) {
        List<String> codes = cancelled.cancellationReasons().stream()
                .map(reason -> reason.code())
                .toList();
        return switch (codes.indexOf(CONDITION_FAILED)) {
            case -1 -> throw cancelled;
            case 0 -> Result.OVERTAKEN;
            case 1 -> Result.CONNECTION_REMOVED;
            default -> {
                parts.vault().forgetKeys(workspace);
                yield Result.WORKSPACE_ERASED;
            }
        };
    }
}
